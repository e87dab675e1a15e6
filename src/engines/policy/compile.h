#pragma once
// Rule files → a RuleSet that is right: syntax, names, units, citations; for every region and date no gap and no overlap in any
// decision table (with a counter-example person), nothing referred to that does not exist, no cycle, no division by zero, no
// number out of range; every row of every table hit by an example, every example true.

#include <vector>

#include "engines/policy/rule_set.h"

namespace yilin::policy {

struct CompileOptions {
  bool examples = true;        // run them and demand one per row and version; false for drafts and what-if
};

struct ProofCount {
  std::int64_t contexts = 0;   // distinct region × date × known-at resolutions
  std::int64_t tables = 0;     // distinct table × thresholds × ranges
  std::int64_t examples = 0;
};

struct Compiled {
  RuleSet rules;               // usable only when there are no errors
  std::vector<Diagnostic> errors;
  ProofCount proofs;
  bool ok() const { return errors.empty(); }
};

// Takes whatever bytes there are; at most kDiagnosticsMax errors come back, in the order of files and lines.
Compiled compile(std::vector<Source> sources, const CompileOptions& options = {});

}  // namespace yilin::policy
