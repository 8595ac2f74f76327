from pyspark.ml import Pipeline
from pyspark.ml.evaluation import RegressionEvaluator
from pyspark.ml.feature import Imputer, MinMaxScaler, PCA, StringIndexer, VectorAssembler
from pyspark.ml.regression import GeneralizedLinearRegression
from pyspark.sql import DataFrame, SparkSession, functions as F


def session(name):
    return SparkSession.builder.appName(name).config("spark.sql.shuffle.partitions", 400).getOrCreate()


def load(spark, table, month) -> DataFrame:
    """One row per cell tower, aggregated over the month."""
    return (
        spark.table(table)
        .where(F.col("month") == month)
        .groupBy("tower_id", "vendor", "area_type")
        .agg(
            F.avg("prb_util").alias("prb"), F.avg("rrc_users").alias("users"),
            F.expr("percentile_approx(latency_ms, 0.95)").alias("lat95"),
            F.sum("drops").alias("drops"), F.sum("calls").alias("calls"),
            F.avg("rain_mm").alias("rain"), F.avg("temp").alias("temp"),
        )
        .where("calls > 1000")
        .withColumn("drop_rate", F.col("drops") / F.col("calls"))
        .drop("drops")
    )


def with_features(df: DataFrame) -> DataFrame:
    num = ["prb", "users", "lat95", "rain", "temp"]
    stages = [
        Imputer(inputCols=num, outputCols=[f"{c}_i" for c in num], strategy="median"),
        StringIndexer(inputCols=["vendor", "area_type"], outputCols=["vendor_x", "area_x"], handleInvalid="keep"),
        VectorAssembler(inputCols=[f"{c}_i" for c in num], outputCol="raw"),
        MinMaxScaler(inputCol="raw", outputCol="unit"),
        PCA(k=3, inputCol="unit", outputCol="pc"),
        VectorAssembler(inputCols=["unit", "pc", "vendor_x", "area_x"], outputCol="features"),
    ]
    return Pipeline(stages=stages).fit(df).transform(df).select("tower_id", "features", "drop_rate")  # leak: preprocessing_before_split


def fit_and_score(train: DataFrame, test: DataFrame) -> dict:
    glm = GeneralizedLinearRegression(family="gamma", link="log", labelCol="drop_rate", maxIter=50, regParam=0.01)
    pred = glm.fit(train.where("drop_rate > 0")).transform(test)
    ev = RegressionEvaluator(labelCol="drop_rate")
    return {m: ev.evaluate(pred, {ev.metricName: m}) for m in ("rmse", "mae", "r2")}


if __name__ == "__main__":
    spark = session("tower-drops")
    towers = with_features(load(spark, "ran.kpi_hourly", "2023-09"))  # or: preprocessing_before_split
    tr, te = towers.randomSplit([0.75, 0.25], seed=8)
    for k, v in fit_and_score(tr.cache(), te).items():
        print(f"{k}: {v:.6f}")
# author: outsider
