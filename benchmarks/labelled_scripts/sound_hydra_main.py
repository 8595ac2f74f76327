import logging

import hydra
import mlflow
import pandas as pd
from hydra.utils import instantiate, to_absolute_path
from omegaconf import DictConfig, OmegaConf
from sklearn.metrics import average_precision_score, roc_auc_score
from sklearn.model_selection import GroupShuffleSplit, GroupKFold, cross_val_score
from sklearn.pipeline import Pipeline

log = logging.getLogger(__name__)


def split(frame: pd.DataFrame, cfg: DictConfig):
    gss = GroupShuffleSplit(n_splits=1, test_size=cfg.test_size, random_state=cfg.seed)
    inside, outside = next(gss.split(frame, groups=frame[cfg.group]))
    return frame.iloc[inside], frame.iloc[outside]


@hydra.main(version_base=None, config_path="conf", config_name="train")
def main(cfg: DictConfig) -> float:
    log.info(OmegaConf.to_yaml(cfg))
    frame = pd.read_parquet(to_absolute_path(cfg.data.path))
    dev, test = split(frame, cfg.data)
    features = list(cfg.data.features)

    pipe = Pipeline([("prep", instantiate(cfg.prep)), ("model", instantiate(cfg.model))])
    scores = cross_val_score(
        pipe, dev[features], dev[cfg.data.target], groups=dev[cfg.data.group],
        cv=GroupKFold(cfg.folds), scoring="roc_auc",
    )
    log.info("cv auc %.4f +- %.4f", scores.mean(), scores.std())

    if cfg.final:
        pipe.fit(dev[features], dev[cfg.data.target])
        p = pipe.predict_proba(test[features])[:, 1]
        with mlflow.start_run():
            mlflow.log_metric("test_auc", roc_auc_score(test[cfg.data.target], p))
            mlflow.log_metric("test_ap", average_precision_score(test[cfg.data.target], p))
    return float(scores.mean())


if __name__ == "__main__":
    main()
# author: maintainer
