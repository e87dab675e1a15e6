#pragma once
// Compiled rules in memory: what is in force, what is scheduled (so that its day needs no compiling), and what was compiled last.

#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "modules/policy/boundary.h"
#include "modules/policy/book.h"
#include "modules/policy/policy.h"

namespace yilin::policies {

struct Compilation {
  std::string digest;                      // of the book
  bool examples = true;                    // they were demanded and run
  Rules rules;                             // to be decided by when ok() only
  std::vector<policy::Diagnostic> errors;
  policy::ProofCount proofs;
  bool ok() const { return errors.empty(); }
};
using CompilationPtr = std::shared_ptr<const Compilation>;

// 422 with one field error a message: label is "文件:行:列".
Error broken(const std::vector<policy::Diagnostic>& errors);

class Library {
 public:
  static constexpr std::size_t kAtOnce = 2, kWaitingMax = 6;          // compilations
  static constexpr std::size_t kKept = 16, kKeptBytes = 4 << 20;      // of rule text
  static constexpr std::size_t kListsKept = 8;

  InForce present() const;
  void put_in_force(InForce rules);
  // Rules whose day is set; found again by the activation.
  void pin(InForce rules);
  void unpin(RuleVersionId id);
  bool pinned(RuleVersionId id) const;
  void activate(RuleVersionId id);                                     // a pinned one

  // Never on the writer's thread. Error: busy, when too many wait.
  Result<CompilationPtr> compile(const book::Book& book, bool examples);
  // Boundary cases of the change from one book to another, both compiled.
  std::shared_ptr<const BoundaryList> boundary(const Compilation& before, const Compilation& after);

 private:
  CompilationPtr find(const std::string& digest, bool examples);
  void keep(CompilationPtr compiled);
  Status enter();
  void leave();

  mutable std::mutex mutex_;
  InForce in_force_;
  std::map<RuleVersionId, InForce> pinned_;
  std::list<CompilationPtr> kept_;                                     // last used first
  std::list<std::pair<std::string, std::shared_ptr<const BoundaryList>>> lists_;
  std::condition_variable gate_;
  std::size_t running_ = 0, waiting_ = 0;
};

}  // namespace yilin::policies
