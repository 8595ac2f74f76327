from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, OneHotEncoder, StandardScaler, StringIndexer, VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession, functions as F

spark = SparkSession.builder.appName("flight-delay").getOrCreate()

flights = (
    spark.read.parquet("s3a://ops/flights/")
    .where(~F.col("cancelled"))
    .withColumn("late", (F.col("arr_delay_min") > 15).cast("double"))
    .withColumn("dep_hour", F.hour("sched_dep"))
    .withColumn("dow", F.dayofweek("sched_dep"))
    .select("late", "carrier", "origin", "dest", "distance", "dep_hour", "dow",
            "wind_fc", "vis_fc", "precip_fc", "inbound_buffer_min", "flight_date")
)

train = flights.where("flight_date < '2023-10-01'").cache()
holdout = flights.where("flight_date >= '2023-10-01' AND flight_date < '2024-01-01'")

strings = ["carrier", "origin", "dest"]
numbers = ["distance", "dep_hour", "dow", "wind_fc", "vis_fc", "precip_fc", "inbound_buffer_min"]

indexers = [StringIndexer(inputCol=c, outputCol=c + "_ix", handleInvalid="keep") for c in strings]
onehot = OneHotEncoder(inputCols=[c + "_ix" for c in strings], outputCols=[c + "_oh" for c in strings])
fill = Imputer(inputCols=numbers, outputCols=[c + "_f" for c in numbers], strategy="median")
nums = VectorAssembler(inputCols=[c + "_f" for c in numbers], outputCol="nums")
scale = StandardScaler(inputCol="nums", outputCol="nums_z", withMean=True)
final = VectorAssembler(inputCols=["nums_z"] + [c + "_oh" for c in strings], outputCol="features")
gbt = GBTClassifier(labelCol="late", featuresCol="features", maxIter=60, seed=17)

pipeline = Pipeline(stages=[*indexers, onehot, fill, nums, scale, final, gbt])
grid = (
    ParamGridBuilder()
    .addGrid(gbt.maxDepth, [4, 6])
    .addGrid(gbt.stepSize, [0.05, 0.1])
    .build()
)
auc = BinaryClassificationEvaluator(labelCol="late", metricName="areaUnderROC")

# fold = calendar month, so that a day is never divided between folds
folded = train.withColumn("fold", (F.month("flight_date") % 3).cast("int"))
cv = CrossValidator(estimator=pipeline, estimatorParamMaps=grid, evaluator=auc,
                    numFolds=3, foldCol="fold", parallelism=4)
fitted = cv.fit(folded)
for params, score in zip(grid, fitted.avgMetrics):
    print({p.name: v for p, v in params.items()}, round(score, 4))

scored = fitted.bestModel.transform(holdout).cache()
print("Q4 AUC", auc.evaluate(scored))
scored.groupBy("carrier").agg(F.avg("late"), F.avg("prediction"), F.count("*")).show(30)
fitted.bestModel.write().overwrite().save("s3a://ops/models/late_gbt")
# author: author10
