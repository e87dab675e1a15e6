#!/usr/bin/env python3
"""2SFCA and E2SFCA as a user of pandas and SciPy reckons them: a k-d tree makes the table of person, site and distance, then group and
map by key (numpy arrays where pandas allows, so this is faster than the joins of the usual accessibility packages).

siting_catchments.py FOLDER reads elders.f64 and sites.f64 (x, y in mm), and METHOD.zones (path_mm weight, a line each); every site
supplies 30. Writes METHOD.access (f64, one a person) and prints: METHOD, processor seconds of the join, of the catchments."""
import sys
import time

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

folder = sys.argv[1]
elders = np.fromfile(folder + "/elders.f64").reshape(-1, 2)
sites = np.fromfile(folder + "/sites.f64").reshape(-1, 2)
for method in ("2SFCA", "E2SFCA"):
    zones = np.loadtxt(f"{folder}/{method}.zones", ndmin=2)
    start = time.process_time()
    pairs = cKDTree(elders).sparse_distance_matrix(cKDTree(sites), zones[-1, 0], output_type="ndarray")
    joined = time.process_time()
    table = pd.DataFrame({"person": pairs["i"], "site": pairs["j"]})
    table["weight"] = zones[np.searchsorted(zones[:, 0], pairs["v"]), 1]
    demand = table.groupby("site")["weight"].sum()
    table["access"] = table["site"].map(30.0 / demand) * table["weight"]
    access = table.groupby("person")["access"].sum().reindex(np.arange(len(elders)), fill_value=0.0)
    done = time.process_time()
    access.to_numpy().tofile(f"{folder}/{method}.access")
    print(method, joined - start, done - joined)
