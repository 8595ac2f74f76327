from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, OneHotEncoder, StandardScaler, StringIndexer, VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.appName("churn-q2").getOrCreate()

src = (
    spark.table("crm.snapshot_2023_03_31")          # state of each contract on 31 March
    .join(spark.table("crm.churned_q2"), "contract_id", "left")
    .withColumn("label", F.coalesce(F.col("churned"), F.lit(0)).cast("double"))
    .withColumn("usage_log", F.log1p("usage_gb"))
    .drop("churned", "churn_date", "churn_reason")
)
train, test = src.randomSplit([0.8, 0.2], seed=31)
train = train.cache()

cats = ["plan", "region", "device_type"]
nums = ["usage_log", "tenure_months", "n_calls_support", "last_bill"]

stages = [StringIndexer(inputCol=c, outputCol=c + "_i", handleInvalid="keep") for c in cats]
stages += [
    OneHotEncoder(inputCols=[c + "_i" for c in cats], outputCols=[c + "_v" for c in cats]),
    Imputer(strategy="median", inputCols=nums, outputCols=[n + "_f" for n in nums]),
    VectorAssembler(inputCols=[n + "_f" for n in nums], outputCol="num_vec"),
    StandardScaler(inputCol="num_vec", outputCol="num_scaled", withMean=True),
    VectorAssembler(inputCols=[c + "_v" for c in cats] + ["num_scaled"], outputCol="features"),
]
gbt = GBTClassifier(maxIter=60, seed=31)
pipe = Pipeline(stages=stages + [gbt])

ev = BinaryClassificationEvaluator(metricName="areaUnderPR")
cv = CrossValidator(
    estimator=pipe,
    estimatorParamMaps=ParamGridBuilder().addGrid(gbt.maxDepth, [3, 5]).addGrid(gbt.stepSize, [0.05, 0.1]).build(),
    evaluator=ev,
    numFolds=4,
    parallelism=4,
    seed=31,
)
fitted = cv.fit(train)
print("cv:", fitted.avgMetrics)
print("test PR-AUC:", ev.evaluate(fitted.transform(test)))
fitted.bestModel.write().overwrite().save("dbfs:/models/churn_q2")
# author: outsider
