# Runs manage.py with the arguments after it. When that ends, it notes what it used in the file that STRATA_BENCH_USAGE names.
import atexit
import json
import os
import resource
import runpy
import sys


def note():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    with open(os.environ["STRATA_BENCH_USAGE"], "w") as file:
        json.dump({"cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}, file)


atexit.register(note)
sys.argv = sys.argv[1:]
sys.path.insert(0, os.getcwd())
runpy.run_path(sys.argv[0], run_name="__main__")
