import numpy as np
import pandas as pd
import pytest
import torch

from gridcast.data import ChannelScaler, WindowSet, chrono_split


@pytest.fixture
def frame():
    idx = pd.date_range("2022-01-01", periods=1000, freq="h")
    rng = np.random.default_rng(0)
    return pd.DataFrame({"load": rng.gamma(2, 10, 1000), "temp": rng.normal(8, 6, 1000)}, index=idx)


def test_parts_do_not_overlap(frame):
    tr, va, te = chrono_split(frame, 0.7, 0.15, gap=24)
    assert tr.index.max() + pd.Timedelta("24h") < va.index.min()
    assert va.index.max() + pd.Timedelta("24h") < te.index.min()


def test_scaler_keeps_what_it_saw(frame):
    tr, _, te = chrono_split(frame, 0.7, 0.15, gap=24)
    sc = ChannelScaler().fit(tr)
    np.testing.assert_allclose(sc.mean_, tr.mean().to_numpy())
    np.testing.assert_allclose(sc.transform(te), (te.to_numpy() - tr.mean().to_numpy()) / tr.std().to_numpy())
    shifted = te + 500
    sc.transform(shifted)
    np.testing.assert_allclose(sc.mean_, tr.mean().to_numpy())


def test_refit_replaces_state(frame):
    sc = ChannelScaler().fit(frame.iloc[:100])
    first = sc.mean_.copy()
    sc.fit(frame.iloc[100:200])
    assert not np.allclose(first, sc.mean_)
    np.testing.assert_allclose(sc.mean_, frame.iloc[100:200].mean().to_numpy())


@pytest.mark.parametrize("ctx,hor", [(24, 1), (48, 12), (168, 24)])
def test_target_follows_context(frame, ctx, hor):
    frame = frame.assign(load=np.arange(len(frame), dtype=float))
    ws = WindowSet(frame, target="load", context=ctx, horizon=hor)
    assert len(ws) == len(frame) - ctx - hor + 1
    for i in (0, 7, len(ws) - 1):
        x, y = ws[i]
        assert x.shape == (ctx, 2) and y.shape == (hor,)
        assert x[-1, 0] + 1 == y[0]
        assert torch.all(torch.diff(y) == 1)


def test_future_does_not_change_input(frame):
    ws = WindowSet(frame, target="load", context=48, horizon=6)
    x0, _ = ws[200]
    changed = frame.copy()
    changed.iloc[248:] = -1e6
    x1, y1 = WindowSet(changed, target="load", context=48, horizon=6)[200]
    torch.testing.assert_close(x0, x1)
    assert torch.all(y1 == -1e6)


def test_gap_in_index_is_refused(frame):
    holes = frame.drop(frame.index[300:310])
    with pytest.raises(ValueError, match="regular"):
        WindowSet(holes, target="load", context=24, horizon=1)
# author: author6
