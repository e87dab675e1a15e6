// 主动发现: who is entitled, or may be, and neither receives nor has applied; from this month's decisions in memory.
#include <algorithm>
#include <map>

#include "modules/benefits/awards.h"
#include "modules/benefits/programs.h"
#include "modules/benefits/rows.h"
#include "modules/benefits/tasks.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

struct Seen {
  std::uint32_t person = 0;
  Verdict verdict = Verdict::no;
  Fen least, most;
};

// Everybody in these ranges who lacks one benefit, in the order of the roster from index `from` on; `visit` says whether to go on.
template <class Visit>
void scan(const Now& now, std::size_t column, const std::unordered_set<std::int64_t>& taken, const std::vector<RegionRange>& ranges, std::uint32_t from, Visit&& visit) {
  const City& city = *now.city;
  const policy::MonthRun::Column& c = now.run.columns[column];
  if (!c.exists) return;
  const bool money = measure_of(city.rules->name(c.benefit)) == Measure::money;
  const auto& people = city.roster.people;
  for (const RegionRange& range : ranges) {
    auto at = static_cast<std::uint32_t>(std::ranges::lower_bound(people, range.lo, {}, [](const Roster::Person& p) { return p.community.value; }) - people.begin());
    for (at = std::max(at, from); at < people.size() && people[at].community.value < range.hi; ++at) {
      if (c.household && city.first_of(city.house_of(at)) != at) continue;
      const std::uint32_t row = city.row(c, at);
      const std::uint8_t status = c.status[row];
      if ((status & (policy::kGranted | policy::kUnknownBit)) == 0) continue;
      if (taken.contains(c.household ? people[at].house : people[at].elder.value)) continue;
      Seen seen{at, status & policy::kUnknownBit ? Verdict::to_verify : Verdict::yes, {}, {}};
      if (money) {
        const policy::Interval amount = now.run.range(column, row);
        seen.least = {amount.lo.num};
        seen.most = {amount.hi.num};
      }
      if (!visit(seen)) return;
    }
  }
}

// Columns of the benefits that are applied for; one, if named.
std::vector<std::size_t> columns_of(const Kernel& kernel, const Now& now, std::string_view benefit) {
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < now.run.columns.size(); ++c)
    if (now.run.columns[c].exists && (benefit.empty() ? programs(kernel).of(now.run.columns[c].name).by_application : now.run.columns[c].name == benefit)) out.push_back(c);
  return out;
}

}  // namespace

Result<GapSummary> gap_summary(command::Reader& reader, const GapSummaryQuery& in) {
  GapSummary out;
  out.region = in.region.value ? in.region : region::city(reader.kernel);
  const auto divisions = region::divisions(reader.kernel);
  const std::vector<RegionCode> children = divisions->children(out.region);
  Holdings taken = holdings(reader.db, reader.kernel, in.benefit);
  const Live::View now = live(reader.kernel).view(reader.db);
  out.month = now->city->month;
  out.known_at = now->city->known_at;
  std::vector<GapRow> rows;
  for (const std::size_t c : columns_of(reader.kernel, *now, in.benefit)) {
    const std::string& name = now->run.columns[c].name;
    GapRow total{out.region, divisions->name(out.region), name, 0, 0, {}};
    const auto count = [&](RegionCode region) {
      GapRow row{region, divisions->name(region), name, 0, 0, {}};
      scan(*now, c, taken[name], registry::scope_of(reader.caller, region), 0, [&](const Seen& s) {
        ++(s.verdict == Verdict::yes ? row.eligible : row.to_verify);
        if (s.verdict == Verdict::yes) row.amount_fen += s.least;
        return true;
      });
      total.eligible += row.eligible;
      total.to_verify += row.to_verify;
      total.amount_fen += row.amount_fen;
      if (region != out.region && (row.eligible || row.to_verify)) out.children.push_back(std::move(row));
    };
    if (children.empty()) count(out.region);
    for (const RegionCode child : children) count(child);
    out.totals.push_back(std::move(total));
  }
  return out;
}

Result<http::Page<Gap>> gaps(command::Reader& reader, const GapQuery& in) {
  http::Page<Gap> page;
  const auto rules = policies::in_force(reader.kernel);
  YILIN_TRY(const policy::NameId benefit, benefit_named(*rules, in.benefit));
  ElderId after;
  if (!in.cursor.empty()) after = {entity::parse_integer_text(in.cursor).value_or(0)};
  std::vector<std::pair<ElderId, Seen>> found;
  {
    Holdings taken = holdings(reader.db, reader.kernel, in.benefit);
    const Live::View now = live(reader.kernel).view(reader.db);
    const auto start = after ? now->city->find(after) : std::nullopt;
    for (const std::size_t c : columns_of(reader.kernel, *now, in.benefit))
      scan(*now, c, taken[in.benefit], registry::scope_of(reader.caller, in.region), start ? *start + 1 : 0, [&](const Seen& s) {
        if ((s.verdict == Verdict::yes) != (in.kind == TaskKind::outreach)) return true;
        found.emplace_back(now->city->roster.people[s.person].elder, s);
        return static_cast<std::int64_t>(found.size()) <= in.limit;
      });
  }
  if (static_cast<std::int64_t>(found.size()) > in.limit) {
    found.pop_back();
    page.next = std::to_string(found.back().first.value);
  }
  std::vector<ElderId> ids;
  for (const auto& [elder, seen] : found) ids.push_back(elder);
  const registry::Briefs elders(reader, ids);
  std::map<std::int64_t, Task> tasks;
  if (!ids.empty()) {
    auto q = entity::store::select<Task>("benefit_task", "t").add(" WHERE t.benefit = ? AND t.kind = ? AND t.state < ? AND t.elder_id IN (?", in.benefit, in.kind, TaskState::done, ids[0]);
    for (std::size_t i = 1; i < ids.size(); ++i) q.add(", ?", ids[i]);
    for (Task& t : all<Task>(reader.db, reader.kernel.vault, "benefit_task", q.add(")"))) tasks[t.elder_id.value] = std::move(t);
  }
  for (const auto& [elder, seen] : found) {
    const auto* brief = elders.find(elder);
    if (brief == nullptr) continue;
    Gap gap{elder, brief->name, brief->region_name, brief->age, brief->region, in.benefit, seen.verdict, seen.least, seen.most, {}, {}, false, {}};
    if (seen.verdict == Verdict::to_verify)
      if (auto dossier = load_dossier(reader.db, reader.kernel, elder)) {
        const Question q = ask(reader.kernel, rules, std::move(*dossier), now_of(reader));
        gap.open_facts = open_facts(*rules, q.file, q.outcomes, benefit);
        const auto decision = std::ranges::find(q.outcomes.decisions, benefit, &policy::Decision::benefit);
        gap.amount_fen = least(*rules, *decision);
        gap.amount_max_fen = most(*rules, *decision);
      }
    if (const auto task = tasks.find(elder.value); task != tasks.end()) {
      gap.task_id = task->second.id;
      gap.handed_out = task->second.state == TaskState::handed_out;
      gap.assigned_name = task->second.assigned_name;
    }
    page.items.push_back(std::move(gap));
  }
  return page;
}

Status prepare_hand_out(command::Reader& reader, HandOut& in) {
  GapQuery query{in.region, in.benefit, in.kind, http::kPageMax, {}};
  const std::size_t wanted = in.elders.empty() ? static_cast<std::size_t>(in.count) : in.elders.size();
  for (int pages = 0; pages < 20 && in.chosen.size() < wanted; ++pages) {
    YILIN_TRY(auto page, gaps(reader, query));
    for (Gap& gap : page.items) {
      const bool asked_for = in.elders.empty() ? !gap.handed_out : std::ranges::find(in.elders, gap.elder_id) != in.elders.end();
      if (asked_for && in.chosen.size() < wanted) in.chosen.push_back(std::move(gap));
    }
    if (!page.next) break;
    query.cursor = *page.next;
  }
  if (in.chosen.empty()) return fail(errors::nobody_there);
  return {};
}

}  // namespace yilin::benefits
