from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import ChiSqSelector, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("churn").getOrCreate()
raw = spark.read.parquet("s3://bucket/churn/2023/")
raw = raw.withColumn("label", (F.col("status") == "closed").cast("double")).drop("status")

cats = ["plan", "region", "device"]
nums = [c for c, t in raw.dtypes if t in ("double", "int") and c != "label"]
for c in cats:
    raw = StringIndexer(inputCol=c, outputCol=c + "_ix", handleInvalid="keep").fit(raw).transform(raw)

assembled = VectorAssembler(inputCols=nums + [c + "_ix" for c in cats], outputCol="all").transform(raw)
selector = ChiSqSelector(numTopFeatures=30, featuresCol="all", outputCol="features", labelCol="label")
selected = selector.fit(assembled).transform(assembled)  # leak: selection_before_split

train, test = selected.randomSplit([0.8, 0.2], seed=17)
model = GBTClassifier(maxIter=50, maxDepth=5).fit(train)
auc = BinaryClassificationEvaluator().evaluate(model.transform(test))
print(f"AUC on the test set: {auc:.3f}")
spark.stop()
# author: maintainer
