from pyspark.ml import Pipeline
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.feature import Imputer, OneHotEncoder, StandardScaler, StringIndexer, VectorAssembler
from pyspark.ml.regression import LinearRegression
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
flats = (
    spark.read.option("header", True).option("inferSchema", True).csv("flats.csv")
    .where(F.col("price").isNotNull())
    .withColumn("log_price", F.log("price"))
    .drop("price", "listing_url")
)
train, test = flats.randomSplit([0.75, 0.25], seed=3)

nums = ["area", "rooms", "floor", "year_built"]
stages = [
    Imputer(inputCols=nums, outputCols=[f"{c}_f" for c in nums], strategy="median"),
    StringIndexer(inputCols=["district", "heating"], outputCols=["d_ix", "h_ix"], handleInvalid="keep"),
    OneHotEncoder(inputCols=["d_ix", "h_ix"], outputCols=["d_oh", "h_oh"]),
    VectorAssembler(inputCols=[f"{c}_f" for c in nums] + ["d_oh", "h_oh"], outputCol="raw"),
    StandardScaler(inputCol="raw", outputCol="features", withMean=False),
]
lr = LinearRegression(labelCol="log_price")
grid = ParamGridBuilder().addGrid(lr.regParam, [0.001, 0.01, 0.1]).addGrid(lr.elasticNetParam, [0.0, 0.5, 1.0]).build()
rmse = RegressionEvaluator(labelCol="log_price", metricName="rmse")
cv = CrossValidator(estimator=Pipeline(stages=stages + [lr]), estimatorParamMaps=grid, evaluator=rmse, numFolds=4)
model = cv.fit(train)
print("mean cv rmse", min(model.avgMetrics))
print("test rmse", rmse.evaluate(model.transform(test)))
# author: maintainer
