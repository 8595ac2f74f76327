from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import Imputer, OneHotEncoder, StringIndexer, VectorAssembler
from pyspark.ml.tuning import CrossValidator, ParamGridBuilder
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

NUM = ["amount", "income", "dti", "open_acc", "revol_util"]
CAT = ["purpose", "home", "grade"]


def load(spark, path):
    df = spark.read.option("header", True).option("inferSchema", True).csv(path)
    return (
        df.filter(F.col("status").isin("Fully Paid", "Charged Off"))
        .withColumn("label", (F.col("status") == "Charged Off").cast("double"))
        .withColumn("year", F.year("issue_date"))
        .select("label", "year", *NUM, *CAT)
    )


def stages():
    filled = [c + "_f" for c in NUM]
    idx = [c + "_i" for c in CAT]
    hot = [c + "_h" for c in CAT]
    gbt = GBTClassifier(maxIter=60, seed=5)
    return gbt, [
        Imputer(inputCols=NUM, outputCols=filled, strategy="median"),
        StringIndexer(inputCols=CAT, outputCols=idx, handleInvalid="keep"),
        OneHotEncoder(inputCols=idx, outputCols=hot),
        VectorAssembler(inputCols=filled + hot, outputCol="features"),
        gbt,
    ]


def main():
    spark = SparkSession.builder.appName("loans").getOrCreate()
    df = load(spark, "hdfs:///credit/loans/*.csv").cache()
    print(df.groupBy("year").count().orderBy("year").toPandas())

    past, future = df.filter("year <= 2016"), df.filter("year = 2017")
    gbt, st = stages()
    grid = ParamGridBuilder().addGrid(gbt.maxDepth, [3, 5]).addGrid(gbt.stepSize, [0.05, 0.1]).build()
    ev = BinaryClassificationEvaluator(metricName="areaUnderROC")
    cv = CrossValidator(estimator=Pipeline(stages=st), estimatorParamMaps=grid, evaluator=ev, numFolds=4, seed=5)
    fitted = cv.fit(past)
    for m, p in zip(fitted.avgMetrics, grid):
        print(round(m, 4), {k.name: v for k, v in p.items()})

    scored = fitted.bestModel.transform(future)
    print("2017 ROC", ev.evaluate(scored))
    print("2017 PR ", ev.setMetricName("areaUnderPR").evaluate(scored))
    fitted.bestModel.write().overwrite().save("hdfs:///models/loans_gbt")
    spark.stop()


if __name__ == "__main__":
    main()
# author: author12
