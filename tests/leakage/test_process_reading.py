"""Reading scripts and notebooks: order of cells, magics, hostile files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ml_engineer_tools.direct import check_leakage
from ml_engineer_tools.errors import BadInput
from ml_engineer_tools.evidence import Measurement
from ml_engineer_tools.leakage.process.analysis import analyse
from ml_engineer_tools.leakage.process.diagnosis import diagnose
from ml_engineer_tools.leakage.process.script import Script, read_script


def notebook(path: Path, cells: Sequence[tuple[int | None, str]]) -> Path:
    plain: list[dict[str, object]] = [
        {
            "cell_type": "code",
            "execution_count": count,
            "metadata": {},
            "outputs": [],
            "source": text,
        }
        for count, text in cells
    ]
    path.write_text(
        json.dumps({"cells": plain, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    )
    return path


def text_of(path: Path) -> str:
    return read_script(path).text


def measured(path: Path, text: str | bytes) -> Measurement:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check_leakage(code=path).measurement


def test_cells_are_read_in_the_order_in_which_they_were_run(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", [(3, "c = 3"), (1, "a = 1"), (None, "b = 2")])
    script = read_script(path)
    assert script.text.split() == ["a", "=", "1", "b", "=", "2", "c", "=", "3"]
    assert script.place(3) == "cell 1, line 1"
    assert any("not run from top to bottom" in note for note in script.notes)


def test_a_notebook_that_was_never_run_is_read_from_top_to_bottom(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", [(None, "a = 1"), (None, "b = 2")])
    assert read_script(path).text.split() == ["a", "=", "1", "b", "=", "2"]
    assert read_script(path).notes == ()


def test_magics_and_shell_lines_are_blanked_in_place(tmp_path: Path) -> None:
    cell = "%matplotlib inline\n!pip install x\nfiles = !ls\nif a:\n    %time f()\n"
    cell += "x = 3 \\\n  % 2\ndf?"
    assert text_of(notebook(tmp_path / "n.ipynb", [(1, cell)])).split("\n")[:8] == [
        "pass", "pass", "files = None", "if a:", "    pass", "x = 3 \\", "  % 2", "pass",
    ]  # fmt: skip


def test_a_cell_in_another_language_is_left_out(tmp_path: Path) -> None:
    path = notebook(tmp_path / "n.ipynb", [(1, "%%bash\nrm -rf /"), (2, "%%time\na = 1")])
    assert text_of(path).split() == ["pass", "a", "=", "1"]


def test_cells_in_other_languages_are_counted(tmp_path: Path) -> None:
    script = read_script(notebook(tmp_path / "n.ipynb", [(1, "%%R\nlibrary(x)"), (2, "a = 1")]))
    assert script.notes == ("1 cell in another language was left out.",)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("train.py", b"", "is empty"),
        ("train.py", b"x = 1\0", "NUL bytes"),
        ("train.py", b"x = '\xff\xfe\xfa'", "not UTF-8"),
        ("train.R", b"x <- 1", "neither a .py script nor an .ipynb notebook"),
        ("n.ipynb", b"{", "is not a notebook"),
        ("n.ipynb", b"[1, 2]", "is not a notebook"),
        ("n.ipynb", b'{"cells": [3]}', "is not a notebook"),
        ("n.ipynb", b"[" * 100_000, "is not a notebook"),
        ("n.ipynb", b'{"cells": []}', "no code cells"),
        ("n.ipynb", b'{"cells": [{"cell_type": "markdown", "source": "x"}]}', "no code cells"),
        ("n.ipynb", b'{"cells": [], "metadata": {"kernelspec": {"language": "R"}}}', "in `r`"),
    ],
)
def test_what_is_no_script_gets_one_sentence(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadInput, match=sentence) as told:
        check_leakage(code=path)
    assert "\n" not in str(told.value)


def test_a_missing_script_and_a_directory_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file"):
        check_leakage(code=tmp_path / "train.py")
    (tmp_path / "dir.py").mkdir()
    with pytest.raises(BadInput, match="not a regular file"):
        check_leakage(code=tmp_path / "dir.py")


def test_a_syntax_error_leaves_its_statement_out_and_says_so(tmp_path: Path) -> None:
    text = "import pandas as pd\nx = = 1\nfrom sklearn.model_selection import cross_val_score\n"
    text += "df = pd.read_csv('a.csv')\ncross_val_score(m, df, df['y'])\n"
    measurement = measured(tmp_path / "train.py", text)
    assert any("1 line that is no Python 3" in note for note in measurement.notes)
    assert any("line 2" in note for note in measurement.notes)
    assert any("split at line 5" in finding.statement for finding in measurement.findings)


def test_python_2_is_read_as_far_as_it_can_be(tmp_path: Path) -> None:
    text = "def f(x):\n    print 'score', x\n    try:\n        g()\n"
    text += "    except ValueError, e:\n        print e\n"
    assert measured(tmp_path / "train.py", text).notes == ()


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "(" * 5_000 + ")" * 5_000,
        "x = " + "-" * 20_000 + "1",
        "x = " + "+".join(["y"] * 20_000),
        "x" + ".a" * 20_000,
        "".join(" " * n + "if x:\n" for n in range(99)) + " " * 99 + "y = 1\n",
        "def f(n):\n    return f(f(f(f(n))))\nf(f(f(f(1))))\n",
        "class A:\n    def __init__(self):\n        self.a = A()\nA()\n",
        "x = [x for x in x for x in x for x in x for x in x]\n" * 50,
        "x = [1, 2]\n" + "x = x + x\n" * 60,
        "x = (f(), f())\n" + "x = (x, x)\n" * 60,
        "x = f'a'\n" + "x = f'{x}{x}'\n" * 60,
        "d = {}\n" + "".join(f"d['k{n}'] = d\n" for n in range(300)),
        "".join(" " * n + f"for a{n}, b{n} in [(1, f), (2, g), (3, h)]:\n" for n in range(15))
        + " " * 15
        + "x = 1\n",
    ],
    ids=[
        "parentheses",
        "signs",
        "sum",
        "attributes",
        "branches",
        "recursion",
        "classes",
        "loops",
        "list that doubles",
        "tuple that doubles",
        "text that doubles",
        "mapping in itself",
        "loops in loops",
    ],
)
def test_deep_nesting_ends_in_a_finding_or_a_note(tmp_path: Path, text: str) -> None:
    measurement = measured(tmp_path / "train.py", text)
    assert measurement.findings[-1].check == "process_understood"


def test_a_script_that_makes_thousands_of_columns_is_read(tmp_path: Path) -> None:
    columns = "".join(f"df['c{n}'] = df['c{n}'].fillna(df['c{n}'].mean())\n" for n in range(9_000))
    text = "import pandas as pd\ndf = pd.read_csv('a.csv')\n" + columns
    assert measured(tmp_path / "train.py", text).findings


def test_a_large_script_is_read(tmp_path: Path) -> None:
    block = "df = df[df['a'] > 1]\nm.fit(df[['a']], df['y'])\nprint(m.score(df[['a']], df['y']))\n"
    assert measured(tmp_path / "train.py", "df = f()\n" + block * 3_000).findings


def test_a_script_whose_interpretation_explodes_is_broken_off_and_told(tmp_path: Path) -> None:
    levels = "".join(f"def f{n}(x):\n    " + f"f{n + 1}(x);" * 12 + "\n" for n in range(7))
    measurement = measured(tmp_path / "train.py", levels + "def f7(x): return x\nf0(1)\n")
    assert any("the analysis is partial" in note for note in measurement.notes)


def kinds_of(text: str) -> set[str]:
    found = diagnose(analyse(Script("train.py", "0", text.count("\n") + 1, text)))
    return {flaw.kind for flaw in found if flaw.weight != "info"}


PAST_ONLY = """
import pandas as pd
from sklearn.linear_model import LogisticRegression
df = pd.read_csv("visits.csv").sort_values("day")
g = df.groupby("person")["missed"]
df["visits"] = g.cumcount()
df["missed_so_far"] = {so_far}
a, b = df[df.day < "2023"], df[df.day >= "2023"]
cols = ["visits", "missed_so_far"]
model = LogisticRegression().fit(a[cols], a["missed"])
print(model.score(b[cols], b["missed"]))
"""


def test_a_total_so_far_tells_the_label_only_with_the_row_in_it() -> None:
    assert kinds_of(PAST_ONLY.replace("{so_far}", 'g.cumsum() - df["missed"]')) == set()
    assert kinds_of(PAST_ONLY.replace("{so_far}", "g.cumsum()")) == {"target_in_features"}


TWO_CALLS = """
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
data = np.load("rows.npy")
X, y = data[:, :5], data[:, 5]
def part(ids):
    return X[ids], y[ids]
train, test = choose(len(X))
{fit}
model = LogisticRegression().fit(Xa, ya)
print(roc_auc_score(yb, model.predict(Xb)))
"""


def test_what_two_calls_are_given_is_not_the_same_for_its_name() -> None:
    apart = "Xa, ya = part(train)\nXb, yb = part(test)"
    assert kinds_of(TWO_CALLS.replace("{fit}", apart)) == set()
    same = "Xa, ya = part(train)\nXb, yb = Xa, ya"
    assert kinds_of(TWO_CALLS.replace("{fit}", same)) == {"evaluated_on_training"}


FILES = """
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.metrics import r2_score
parts = {k: pd.read_csv(paths[k]) for k in ("train", "valid", "test")}
a, b, c = parts["train"], parts["valid"], parts["{last}"]
best, kept = -9, None
for alpha in (1, 10):
    model = Ridge(alpha).fit(a[["x"]], a["y"])
    score = r2_score(b["y"], model.predict(b[["x"]]))
    if score > best:
        best, kept = score, model
print(r2_score(c["y"], kept.predict(c[["x"]])))
"""


def test_files_that_a_comprehension_reads_are_one_each() -> None:
    assert kinds_of(FILES.replace("{last}", "test")) == set()
    assert kinds_of(FILES.replace("{last}", "valid")) == {"chosen_on_test"}


ORIGINS = """
import numpy as np
import pandas as pd
from statsmodels.tsa.statespace.sarimax import SARIMAX
s = pd.read_csv("calls.csv", index_col=0, parse_dates=True).iloc[:, 0]
errors = []
for o in range(60, len(s) - 3):
    past, later = {past}, {later}
    errors.append(np.abs(later - SARIMAX(past).fit().forecast(3).values))
print(np.mean(errors))
"""


@pytest.mark.parametrize(
    ("past", "later", "kinds"),
    [
        ("s.iloc[:o]", "s.iloc[o:o + 3].values", set()),
        ("np.log(s.loc[:o])", "s.loc[o:].iloc[1:4].values", set()),
        ("s", "s.iloc[o:o + 3].values", {"evaluated_on_training"}),
    ],
)
def test_rows_before_and_after_a_moving_origin_are_two_parts(
    past: str, later: str, kinds: set[str]
) -> None:
    found = kinds_of(ORIGINS.replace("{past}", past).replace("{later}", later))
    assert found == kinds


TUNED = """
import pandas as pd
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC
def train():
    df = pd.read_csv("dev.csv")
    search = GridSearchCV(SVC(), {"C": [1, 10]}).fit(df[["x"]], df["y"])
    save(search.best_estimator_)
    print("cv", search.best_score_)
def test():
    df = pd.read_csv("{rows}.csv")
    print(f1_score(df["y"], ask(df[["x"]])))
train()
test()
"""


def test_a_tuned_score_beside_the_score_of_other_rows_is_no_finding() -> None:
    assert kinds_of(TUNED.replace("{rows}", "test")) == set()
    assert kinds_of(TUNED.replace("{rows}", "dev")) == {"best_score_reported"}


THRESHOLD = """
import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, roc_curve
df = pd.read_csv("calls.csv")
X, y = df[["a", "b"]].values, df["y"].values
train, valid, test = parts(df)
model = LogisticRegression().fit(X[train], y[train])
def cost(t, p, y):
    return confusion_matrix(y, p >= t)[1, 0]
p = model.predict_proba(X[valid])[:, 1]
fpr, tpr, grid = roc_curve(y[valid], p)
best = min(grid, key=lambda t: cost(t, p, y[valid]))
print("threshold", best)
q = model.predict_proba(X[{last}])[:, 1]
print("cost", cost(best, q, y[{last}]))
"""


def test_a_threshold_that_is_shown_is_no_score() -> None:
    assert kinds_of(THRESHOLD.replace("{last}", "test")) == set()
    assert kinds_of(THRESHOLD.replace("{last}", "valid")) & {"threshold_on_test", "chosen_on_test"}


PARTIAL = """
from functools import partial
import pandas as pd
from sklearn.linear_model import Ridge
from sklearn.model_selection import train_test_split
train, test = train_test_split(pd.read_csv("pipes.csv"))
def fit(scored, fitted):
    model = Ridge().fit(fitted[["x"]], fitted["y"])
    print(model.score(scored[["x"]], scored["y"]))
run = partial(fit, fitted=train)
run({scored})
"""


def test_a_function_is_followed_with_the_arguments_that_it_was_given_before() -> None:
    assert kinds_of(PARTIAL.replace("{scored}", "test")) == set()
    assert kinds_of(PARTIAL.replace("{scored}", "train")) == {"evaluated_on_training"}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_analysed(text: str) -> None:
    diagnose(analyse(Script("train.py", "0", text.count("\n") + 1, text.replace("\0", ""))))


PIECES = st.sampled_from(
    ["df", "X", "y", "model", "split(X, y)", "X[y]", "df['y']", "model.fit(X, y)", "X, y", "(df)",
     "model.predict(X)", "lambda: X", "[X for y in X]", "{'a': X}", "X == y", "max(X, key=y)",
     "X.append(y)", "f'{X}'", "df.loc[X, 'y']", "not X", "-y", "X if y else X", "*X"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(PIECES, st.sampled_from([" = ", " += ", "; "]), PIECES), max_size=8))
def test_any_chain_of_statements_is_analysed(chain: list[tuple[str, str, str]]) -> None:
    text = "\n".join("".join(piece) for piece in chain)
    diagnose(analyse(Script("train.py", "0", len(chain), text)))
