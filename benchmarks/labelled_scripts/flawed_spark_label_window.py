from pyspark.ml import Pipeline
from pyspark.ml.classification import GBTClassifier
from pyspark.ml.evaluation import BinaryClassificationEvaluator
from pyspark.ml.feature import StandardScaler, VectorAssembler
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
calls = spark.read.parquet("s3://calls/")
subs = calls.groupBy("subscriber").agg(F.sum("minutes").alias("minutes"), F.count("*").alias("n"), F.max("left").alias("left"))
whole = VectorAssembler(inputCols=["minutes", "n"], outputCol="raw").transform(subs)
scaled = StandardScaler(inputCol="raw", outputCol="features").fit(whole).transform(whole)  # leak: preprocessing_before_split
train, test = scaled.randomSplit([0.8, 0.2], seed=1)
model = GBTClassifier(labelCol="left").fit(train)
print(BinaryClassificationEvaluator(labelCol="left").evaluate(model.transform(test)))
# author: maintainer
