#include "modules/policy/library.h"

#include <algorithm>

#include <fmt/format.h>

namespace yilin::policies {

Error broken(const std::vector<policy::Diagnostic>& errors) {
  Error out(errors::broken, fmt::format("规则有 {} 处错误，请按提示修改。", errors.size()));
  for (const policy::Diagnostic& d : errors) out.fields.push_back({"files", fmt::format("{}:{}:{}", d.file, d.line, d.column), d.message});
  return out;
}

InForce Library::present() const {
  const std::lock_guard lock(mutex_);
  return in_force_;
}
void Library::put_in_force(InForce rules) {
  const std::lock_guard lock(mutex_);
  in_force_ = std::move(rules);
}
void Library::pin(InForce rules) {
  const std::lock_guard lock(mutex_);
  pinned_.insert_or_assign(rules.version, std::move(rules));
}
void Library::unpin(RuleVersionId id) {
  const std::lock_guard lock(mutex_);
  pinned_.erase(id);
}
bool Library::pinned(RuleVersionId id) const {
  const std::lock_guard lock(mutex_);
  return pinned_.contains(id);
}
void Library::activate(RuleVersionId id) {
  const std::lock_guard lock(mutex_);
  const auto found = pinned_.find(id);
  if (found == pinned_.end()) return;
  in_force_ = std::move(found->second);
  pinned_.erase(found);
}

CompilationPtr Library::find(const std::string& digest, bool examples) {
  const std::lock_guard lock(mutex_);
  for (auto at = kept_.begin(); at != kept_.end(); ++at) {
    const Compilation& c = **at;
    // Rules whose examples hold are rules without demanding any.
    if (c.digest != digest || (c.examples != examples && !(c.examples && c.ok()))) continue;
    kept_.splice(kept_.begin(), kept_, at);
    return kept_.front();
  }
  return nullptr;
}

void Library::keep(CompilationPtr compiled) {
  const std::lock_guard lock(mutex_);
  kept_.push_front(std::move(compiled));
  std::size_t count = 0, bytes = 0;
  for (auto at = kept_.begin(); at != kept_.end();) {
    for (const policy::Source& s : (*at)->rules->sources) bytes += s.text.size();
    at = ++count > 1 && (count > kKept || bytes > kKeptBytes) ? kept_.erase(at) : std::next(at);
  }
}

Status Library::enter() {
  std::unique_lock lock(mutex_);
  if (running_ >= kAtOnce && waiting_ >= kWaitingMax) return fail(yilin::errors::busy, "正在编译的规则太多，请稍后再试。");
  ++waiting_;
  gate_.wait(lock, [&] { return running_ < kAtOnce; });
  --waiting_;
  ++running_;
  return {};
}
void Library::leave() {
  const std::lock_guard lock(mutex_);
  --running_;
  gate_.notify_one();
}

Result<CompilationPtr> Library::compile(const book::Book& book, bool examples) {
  YILIN_CHECK(book::check_size(book));
  const std::string digest = book::digest_of(book);
  if (auto found = find(digest, examples)) return found;
  YILIN_CHECK(enter());
  const struct Leave {
    Library& library;
    ~Leave() { library.leave(); }
  } leave{*this};
  if (auto found = find(digest, examples)) return found;
  policy::Compiled compiled = policy::compile(book, {examples});
  auto out = std::make_shared<Compilation>();
  out->digest = digest;
  out->examples = examples;
  out->rules = std::make_shared<const policy::RuleSet>(std::move(compiled.rules));
  out->errors = std::move(compiled.errors);
  out->proofs = compiled.proofs;
  keep(out);
  return CompilationPtr(out);
}

std::shared_ptr<const BoundaryList> Library::boundary(const Compilation& before, const Compilation& after) {
  const std::string key = before.digest + after.digest;
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(lists_, key, [](const auto& kept) { return kept.first; });
    if (found != lists_.end()) return found->second;
  }
  auto out = std::make_shared<const BoundaryList>(boundary_cases(*before.rules, *after.rules));
  const std::lock_guard lock(mutex_);
  lists_.emplace_front(key, out);
  if (lists_.size() > kListsKept) lists_.pop_back();
  return out;
}

}  // namespace yilin::policies
