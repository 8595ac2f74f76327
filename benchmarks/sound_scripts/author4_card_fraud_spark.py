import sys

from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

spark = SparkSession.builder.appName("card-fraud").getOrCreate()
path = sys.argv[1] if len(sys.argv) > 1 else "hdfs:///cards/tx/2023"

tx = spark.read.parquet(path).withColumn("ts", F.col("tx_time").cast("long"))

# behaviour of the card strictly before this transaction
day = Window.partitionBy("card_id").orderBy("ts").rangeBetween(-86400, -1)
month = Window.partitionBy("card_id").orderBy("ts").rangeBetween(-30 * 86400, -1)
tx = (
    tx.withColumn("n_24h", F.count("*").over(day))
    .withColumn("sum_24h", F.coalesce(F.sum("amount").over(day), F.lit(0.0)))
    .withColumn("avg_30d", F.avg("amount").over(month))
    .withColumn("n_countries_30d", F.size(F.collect_set("country").over(month)))
    .withColumn("ratio", F.col("amount") / (F.col("avg_30d") + 1))
    .withColumn("label", F.col("confirmed_fraud").cast("double"))
)

fit_df = tx.filter("tx_time < '2023-08-01'").cache()
dev_df = tx.filter("tx_time >= '2023-09-01' and tx_time < '2023-10-01'").cache()
# chargebacks need about a month, so august stays unused between fit and dev
live_df = tx.filter("tx_time >= '2023-11-01'").cache()

cats, nums = ["mcc", "country", "entry_mode"], ["amount", "n_24h", "sum_24h", "avg_30d", "n_countries_30d", "ratio"]


def pipeline(depth, step):
    return Pipeline(stages=[
        *[StringIndexer(inputCol=c, outputCol=f"{c}_ix", handleInvalid="keep") for c in cats],
        OneHotEncoder(inputCols=[f"{c}_ix" for c in cats], outputCols=[f"{c}_oh" for c in cats]),
        Imputer(inputCols=nums, outputCols=[f"{n}_f" for n in nums], strategy="median"),
        VectorAssembler(inputCols=[f"{n}_f" for n in nums] + [f"{c}_oh" for c in cats], outputCol="features"),
        GBTClassifier(maxDepth=depth, stepSize=step, maxIter=80, subsamplingRate=0.7, seed=3),
    ])


# negatives thinned out for fitting only
frauds = fit_df.filter("label = 1")
sample = frauds.unionByName(fit_df.filter("label = 0").sample(False, 0.05, seed=3))

pr = BinaryClassificationEvaluator(metricName="areaUnderPR")
board = []
for depth in (4, 6):
    for step in (0.05, 0.1):
        m = pipeline(depth, step).fit(sample)
        auc = pr.evaluate(m.transform(dev_df))
        board.append((auc, depth, step, m))
        print(f"depth={depth} step={step}: dev AUPRC {auc:.4f}")

auc, depth, step, model = max(board, key=lambda r: r[0])
print(f"picked {depth=} {step=}; november-december AUPRC {pr.evaluate(model.transform(live_df)):.4f}")
model.write().overwrite().save("hdfs:///models/card_fraud/latest")
spark.stop()
# author: author4
