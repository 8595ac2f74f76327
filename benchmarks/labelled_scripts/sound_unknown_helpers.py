"""Everything that matters is in our own package."""
from ourlib.io import load_split
from ourlib.models import build
from ourlib.train import fit_model, evaluate_model
from ourlib.report import write_report

train, val, test = load_split("churn_v7")
model = build("tabnet", width=64)
model = fit_model(model, train, val, epochs=40)
scores = {name: evaluate_model(model, part) for name, part in (("train", train), ("val", val), ("test", test))}
write_report(scores, "report.md")
print(scores["test"])
# author: maintainer
