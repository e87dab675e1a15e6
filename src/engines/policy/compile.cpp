#include "engines/policy/compile.h"

#include "engines/policy/check.h"
#include "engines/policy/proof.h"

namespace yilin::policy {

Compiled compile(std::vector<Source> sources, const CompileOptions& options) {
  Compiled out;
  out.rules.sources = std::move(sources);
  Reporter reporter(out.rules);
  parse(out.rules, reporter);
  check(out.rules, reporter);
  if (reporter.clean()) prove(out.rules, reporter, out.proofs);
  if (reporter.clean() && options.examples) run_examples(out.rules, reporter, out.proofs);
  out.errors = reporter.take();
  return out;
}

}  // namespace yilin::policy
