from dataclasses import dataclass, field
import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor


@dataclass
class RollingOrigin:
    frame: pd.DataFrame
    horizon: pd.Timedelta
    errors: list = field(default_factory=list)

    def origins(self, start):
        now, last = pd.Timestamp(start), self.frame["at"].max()
        while now + self.horizon <= last:
            yield now
            now += self.horizon

    def run(self, start, features, target):
        for now in self.origins(start):
            known = self.frame[self.frame["at"] < now]
            ahead = self.frame[(self.frame["at"] >= now) & (self.frame["at"] < now + self.horizon)]
            model = HistGradientBoostingRegressor().fit(known[features], known[target])
            self.errors.append(np.abs(ahead[target] - model.predict(ahead[features])).mean())
        return self


frame = pd.read_csv("canal.csv", parse_dates=["at"]).sort_values("at")
for k in (1, 2, 7):
    frame[f"level_{k}"] = frame["level"].shift(k)
frame["rain_3"] = frame["rain"].rolling(3).sum().shift(1)
names = [c for c in frame.columns if c.startswith(("level_", "rain_"))]
print(np.mean(RollingOrigin(frame.dropna(), pd.Timedelta(days=14)).run("2023-01-01", names, "level").errors))
# author: maintainer
