#include "modules/benefits/quota.h"

#include <algorithm>

#include <fmt/format.h>

#include "modules/benefits/programs.h"
#include "modules/benefits/rows.h"
#include "modules/orders/orders.h"
#include "modules/registry/registry.h"

namespace yilin::benefits {
namespace {

std::string yuan(std::int64_t fen) { return fen % 100 ? fmt::format("{}.{:02} 元", fen / 100, fen % 100) : fmt::format("{} 元", fen / 100); }

std::optional<orders::QuotaGrant> granted(const Kernel& kernel, ElderId elder, Month month) {
  const auto facts = registry::facts(kernel, elder);
  if (!facts) return {};
  const QuotaBook& book = kernel.parts.get<QuotaBook>();
  std::vector<std::int64_t> subjects;
  for (const ElderId id : registry::ids_of(kernel, facts->id)) subjects.push_back(id.value);
  if (facts->household) subjects.push_back(facts->household.value);
  orders::QuotaGrant out;
  for (const std::int64_t subject : subjects)
    for (const Award& a : book.of(subject, month)) {
      const Program program = programs(kernel).of(a.benefit);
      if (!program.feeds_quota) continue;
      out.amount += Fen{a.amount};
      out.rule += fmt::format("{}{} {}", out.rule.empty() ? "" : "、", a.benefit, yuan(a.amount));
      const std::string basis = fmt::format("{} 起享受（决定编号 {}）；{}", to_string(a.from_month), a.id.value, program.basis);
      out.basis += (out.basis.empty() ? "" : "；") + basis;
    }
  if (out.amount.value == 0) return {};
  return out;
}

}  // namespace

void QuotaBook::load(sql::Connection& db, const Kernel& kernel) {
  for (const Award& a : all<Award>(db, kernel.vault, "award", entity::store::select<Award>("award", "t").add(" ORDER BY t.id"))) put(a);
}
void QuotaBook::put(const Award& award) {
  const std::lock_guard lock(mutex_);
  auto& list = by_subject_[award.subject];
  const auto at = std::ranges::find(list, award.id, &Award::id);
  if (at == list.end()) list.push_back(award);
  else *at = award;
}
std::vector<Award> QuotaBook::of(std::int64_t subject, Month month) const {
  const std::lock_guard lock(mutex_);
  std::vector<Award> out;
  const auto found = by_subject_.find(subject);
  if (found == by_subject_.end()) return out;
  for (const Award& a : found->second)
    if (a.stop_reason != StopReason::paid_once && a.from_month <= month && (a.to_month.index == 0 || month <= a.to_month)) out.push_back(a);
  return out;
}

void feed_quotas(Kernel& kernel, sql::Connection& db) {
  kernel.parts.put<QuotaBook>().load(db, kernel);
  orders::set_quota_source(kernel, granted);
}

}  // namespace yilin::benefits
