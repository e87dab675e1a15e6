// Two records of one person, each with an award of the same benefit: once they are merged the later award ends as if it had never been,
// also one that was paid at once, and what was granted twice is listed; when the merger is taken back it goes on.
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "modules/benefits/awards.h"
#include "modules/benefits/case_views.h"
#include "modules/benefits/rows.h"

namespace yilin::benefits {
namespace {

constexpr std::string_view kMerged = "benefits.merged", kSeparated = "benefits.separated";

std::string payload(const std::vector<AwardId>& awards) {
  std::string out = "{\"awards\":[";
  for (const AwardId id : awards) out += fmt::format("{}\"{}\"", out.back() == '[' ? "" : ",", id.value);
  return out + "]}";
}

Status finish(command::Tx& tx, const Dossier& dossier, const std::vector<AwardId>& awards, Month from, std::string_view verb, std::string cause) {
  if (awards.empty()) {
    tx.nothing_to_do();
    return {};
  }
  YILIN_CHECK(open_delta(tx, dossier.members[0].facts.id, from, cause, {}));
  tx.record({verb, "award", awards.front().value, dossier.members[0].facts.region, dossier.members[0].facts.id, std::move(cause), payload(awards)});
  return {};
}

// What either of her files was paid at once.
std::vector<Award> paid_to_her(command::Tx& tx, const Dossier& dossier) {
  const auto& ids = dossier.members[0].ids;
  auto out = awards_of(tx.db, tx.kernel, dossier);
  std::erase_if(out, [&](const Award& a) { return a.stop_reason != StopReason::paid_once || std::ranges::find(ids, a.elder_id) == ids.end(); });
  return out;
}

Status merged(command::Tx& tx, ElderId elder) {
  YILIN_TRY(const Dossier dossier, load_dossier(tx.db, tx.kernel, elder));
  std::vector<Award> held = held_by(tx.db, tx.kernel, dossier).awards, paid = paid_to_her(tx, dossier);
  std::ranges::stable_sort(held, {}, &Award::from_month);
  std::ranges::stable_sort(paid, {}, &Award::from_month);
  std::vector<AwardId> ended;
  Month from;
  const auto end = [&](Award& award) {
    if (ended.empty() || award.from_month < from) from = award.from_month;
    end_award(tx, award, StopReason::duplicate, award.from_month + -1, "同一人的两份档案合并，这项待遇已有一份");
    ended.push_back(award.id);
  };
  std::set<std::string> had;
  for (Award& award : held)
    if (!had.insert(award.benefit).second) end(award);
  std::map<std::string, ElderId> file_of;  // whose file the first payment stands in: a second one there was granted knowing of it
  for (Award& award : paid)
    if (const auto [first, fresh] = file_of.try_emplace(award.benefit, award.elder_id); !fresh && first->second != award.elder_id) end(award);
  return finish(tx, dossier, ended, from, "award.duplicate", "档案合并：同一待遇发放了两份");
}

Status separated(command::Tx& tx, ElderId elder) {
  YILIN_TRY(const Dossier dossier, load_dossier(tx.db, tx.kernel, elder));
  const Held held = held_by(tx.db, tx.kernel, dossier);
  std::vector<AwardId> resumed;
  Month from;
  for (Award& award : awards_of(tx.db, tx.kernel, dossier)) {
    if (award.stop_reason != StopReason::duplicate || held.award(award.benefit)) continue;
    if (resumed.empty() || award.from_month < from) from = award.from_month;
    resume_award(tx, award, "档案合并已撤销");
    resumed.push_back(award.id);
  }
  return finish(tx, dossier, resumed, from, "award.resume", "档案合并已撤销：恢复发放");
}

}  // namespace

void listen_to_mergers(Kernel& kernel) {
  // Who leads to whom shows in memory after the commit.
  kernel.notifications.on<registry::EldersMerged>([](command::Tx& tx, const registry::EldersMerged& e) -> Status {
    tx.set_deadline(kMerged, e.kept.value, tx.now);
    return {};
  });
  kernel.notifications.on<registry::ElderUnmerged>([](command::Tx& tx, const registry::ElderUnmerged& e) -> Status {
    for (const ElderId id : {e.kept, e.restored}) tx.set_deadline(kSeparated, id.value, tx.now);
    return {};
  });
  kernel.deadlines->handle(kMerged, [](command::Tx& tx, const command::Deadline& d) { return merged(tx, {d.subject}); });
  kernel.deadlines->handle(kSeparated, [](command::Tx& tx, const command::Deadline& d) { return separated(tx, {d.subject}); });
}

}  // namespace yilin::benefits
