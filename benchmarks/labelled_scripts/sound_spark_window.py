from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import StandardScaler, StringIndexer, VectorAssembler
from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
w = Window.partitionBy("machine").orderBy("day").rowsBetween(-7, -1)
days = spark.read.parquet("machines/").withColumn("heat_7d", F.avg("heat").over(w)).na.drop()
train, test = days.where("day < '2024-01-01'"), days.where("day >= '2024-01-01'")
stages = [StringIndexer(inputCol="line", outputCol="line_x", handleInvalid="keep"),
          VectorAssembler(inputCols=["heat_7d", "load", "line_x"], outputCol="raw"),
          StandardScaler(inputCol="raw", outputCol="features"), GBTClassifier(labelCol="fails")]
model = Pipeline(stages=stages).fit(train)
print(BinaryClassificationEvaluator(labelCol="fails").evaluate(model.transform(test)))
# author: maintainer
