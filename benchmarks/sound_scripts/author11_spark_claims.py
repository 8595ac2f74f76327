from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, StringIndexer, VectorAssembler

from pyspark.sql import SparkSession, Window, functions as F

spark = SparkSession.builder.appName("claims").getOrCreate()
claims = spark.read.parquet("s3a://lake/claims")

# what was known about the insured party before this claim came in
w = Window.partitionBy("party_id").orderBy("reported_at").rowsBetween(Window.unboundedPreceding, -1)
feat = (
    claims
    .withColumn("n_before", F.count("claim_id").over(w))
    .withColumn("paid_before", F.coalesce(F.sum("first_estimate").over(w), F.lit(0.0)))
    .withColumn("gap", F.datediff("reported_at", F.max("reported_at").over(w)).cast("double"))
    .withColumn("delay", F.datediff("reported_at", "happened_at").cast("double"))
    .withColumn("label", F.col("fraud").cast("double"))
)

# labels mature after a year: development parties are those with an even bucket, reported early
bucket = F.abs(F.hash("party_id")) % 10
dev = feat.where((bucket < 7) & (F.col("reported_at") < "2020-01-01")).cache()
test = feat.where((bucket >= 7) & (F.col("reported_at") >= "2021-01-01") & (F.col("reported_at") < "2022-01-01"))

cats = ["line", "channel", "region"]
nums = ["n_before", "paid_before", "gap", "delay", "first_estimate"]
stages = [StringIndexer(inputCols=cats, outputCols=[c + "_i" for c in cats], handleInvalid="keep"),
          Imputer(inputCols=nums, outputCols=[n + "_f" for n in nums], strategy="median"),
          VectorAssembler(inputCols=[c + "_i" for c in cats] + [n + "_f" for n in nums], outputCol="features")]

b2 = F.abs(F.hash("party_id", F.lit("inner"))) % 4
inner_train, inner_val = dev.where(b2 > 0), dev.where(b2 == 0)
ev = BinaryClassificationEvaluator(metricName="areaUnderPR")

found = []
for depth in (3, 5):
    for it in (40, 80):
        gbt = GBTClassifier(maxDepth=depth, maxIter=it, maxBins=128, seed=1)
        fitted = Pipeline(stages=stages + [gbt]).fit(inner_train)
        found.append((ev.evaluate(fitted.transform(inner_val)), depth, it))
        print(found[-1])

_, depth, it = max(found)
final = Pipeline(stages=stages + [GBTClassifier(maxDepth=depth, maxIter=it, maxBins=128, seed=1)]).fit(dev)
print("PR area, other parties one year on:", ev.evaluate(final.transform(test)))
final.write().overwrite().save("s3a://models/claims_gbt")
spark.stop()
# author: author11
