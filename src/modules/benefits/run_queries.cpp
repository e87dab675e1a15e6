#include <algorithm>
#include <map>
#include <set>

#include "modules/accounts/accounts.h"
#include "modules/benefits/decide.h"
#include "modules/benefits/rows.h"
#include "modules/benefits/runs.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

constexpr int kHistoryMonths = 36;
constexpr std::size_t kPartsRead = 200;   // communities looked through for one page

RunView view_of(const command::Reader& reader, Run run) {
  RunView out;
  out.region_name = region::divisions(reader.kernel)->name(run.region);
  out.by_name = accounts::user_name(reader.db, run.by_user);
  const auto last = frozen_run(reader.db, reader.kernel, run.month);
  out.latest = last && last->id == run.id;
  out.run = std::move(run);
  return out;
}

Result<Run> known_run(const command::Reader& reader, RunId id) {
  auto run = load_run(reader.db, reader.kernel, id);
  if (!run || registry::scope_of(reader.caller, run->region).empty()) return fail(yilin::errors::not_found);
  return std::move(*run);
}

struct Kind {
  Measure measure = Measure::other;
  bool household = false;
};
Kind kind_of(const policy::RuleSet& rules, std::string_view benefit) {
  const policy::NameId id = rules.find(benefit);
  if (id == policy::kNone) return {};
  return {measure_of(rules.name(id)), rules.name(id).household};
}

// In whose parts of frozen months an elder may stand.
class Homes {
 public:
  Homes(const command::Reader& reader, const std::vector<ElderId>& ids, RegionCode present) : present_(present) {
    sql::Statement moves("SELECT until_at, community, elder_id FROM benefit_home WHERE elder_id IN (?", ids.front());
    sql::Statement others("SELECT run_id, community FROM benefit_run_elsewhere WHERE elder_id IN (?", ids.front());
    for (std::size_t i = 1; i < ids.size(); ++i) {
      moves.add(", ?", ids[i]);
      others.add(", ?", ids[i]);
    }
    {
      auto rows = reader.db.rows(moves.add(") ORDER BY until_at"));
      while (rows.next()) left_[rows.integer(2)].push_back({Instant{rows.integer(0)}, RegionCode{rows.integer(1)}});
    }
    auto rows = reader.db.rows(others.add(")"));
    while (rows.next()) elsewhere_.emplace(rows.integer(0), RegionCode{rows.integer(1)});
  }
  std::set<RegionCode> of(const Run& run) const {
    std::set<RegionCode> out{present_};
    for (const Instant at : {run.known_at, run.frozen_at})
      for (const auto& [elder, moves] : left_)
        if (const auto then = std::ranges::find_if(moves, [&](const Left& l) { return l.until > at; }); then != moves.end()) out.insert(then->community);
    const auto [from, to] = elsewhere_.equal_range(run.id.value);
    for (auto at = from; at != to; ++at) out.insert(at->second);
    return out;
  }

 private:
  struct Left {
    Instant until;
    RegionCode community;
  };
  RegionCode present_;
  std::map<std::int64_t, std::vector<Left>> left_;
  std::multimap<std::int64_t, RegionCode> elsewhere_;
};

}  // namespace

Result<RunView> begin_run(command::Tx& tx, const NewRun& in) {
  if (!covers(tx.caller, region::city(tx.kernel))) return fail(yilin::errors::forbidden, "月度核定由市级民政部门办理。");
  YILIN_TRY(const RunId id, start_run(tx, in.month));
  const auto run = load_run(tx.db, tx.kernel, id);
  tx.record({"benefit_run.start", "benefit_run", id.value, run->region, {}, {}, entity::to_json(*run)});
  return view_of(tx.reader(), *run);
}

Result<RunView> check_run(command::Tx& tx, const RunPath& in) {
  YILIN_TRY(Run run, known_run(tx.reader(), in.id));
  if (!covers(tx.caller, run.region)) return fail(yilin::errors::forbidden, "月度核定由市级民政部门办理。");
  if (run.state != RunState::frozen) return fail(errors::not_frozen);
  if (run.check == CheckState::checking && tx.kernel.parts.get<Background>().under_way(run.id.value)) return fail(errors::run_busy, "正在复算，请等它完成。");
  run.check = CheckState::checking;
  run.check_note.clear();
  store_row(tx, "benefit_run", run);
  tx.after_commit([&kernel = tx.kernel, id = run.id] { begin_check(kernel, id); });
  tx.record({"benefit_run.check", "benefit_run", run.id.value, run.region, {}, {}, "{}"});
  return view_of(tx.reader(), std::move(run));
}

Result<http::Page<RunView>> list_runs(command::Reader& reader, const RunQuery& in) {
  http::Page<RunView> page;
  if (registry::scope_of(reader.caller).empty()) return page;
  auto q = entity::store::select<Run>("benefit_run", "t").add(" WHERE 1 = 1");
  if (in.month.index) q.add(" AND t.month = ?", in.month);
  if (in.cursor) q.add(" AND t.id < ?", in.cursor);
  auto found = all<Run>(reader.db, reader.kernel.vault, "benefit_run", q.add(" ORDER BY t.id DESC LIMIT ?", in.limit + 1));
  page.next = cut_page(found, in.limit);
  for (Run& run : found) page.items.push_back(view_of(reader, std::move(run)));
  return page;
}

Result<RunView> show_run(command::Reader& reader, const RunPath& in) {
  YILIN_TRY(Run run, known_run(reader, in.id));
  return view_of(reader, std::move(run));
}

Result<TallyView> run_tallies(command::Reader& reader, const TallyQuery& in) {
  YILIN_TRY(const Run run, known_run(reader, in.id));
  const auto divisions = region::divisions(reader.kernel);
  TallyView out;
  out.run_id = run.id;
  out.month = run.month;
  out.region = in.region.value ? in.region : run.region;
  std::vector<RegionCode> children = divisions->children(out.region);
  std::ranges::sort(children);
  sql::Statement q("SELECT t.benefit, t.community, t.granted, t.to_verify, t.amount_fen FROM benefit_run_tally t WHERE t.run_id = ?", run.id);
  q.add(access::in_region("t.community", reader.caller, out.region));
  if (!in.benefit.empty()) q.add(" AND t.benefit = ?", in.benefit);
  const auto rules = policies::in_force(reader.kernel);
  std::map<std::string, TallyRow> totals;
  std::map<std::pair<std::string, RegionCode>, TallyRow> parts;
  auto rows = reader.db.rows(q.add(" ORDER BY t.benefit, t.community"));
  while (rows.next()) {
    const auto add = [&](TallyRow& row, RegionCode region) {
      row.region = region;
      row.benefit = rows.text(0);
      row.granted += rows.integer(2);
      row.to_verify += rows.integer(3);
      row.amount_fen += Fen{rows.integer(4)};
    };
    add(totals[rows.str(0)], out.region);
    const RegionCode community{rows.integer(1)};
    const auto child = std::ranges::find_if(children, [&](RegionCode c) { return c.contains(community); });
    if (child != children.end()) add(parts[{rows.str(0), *child}], *child);
  }
  const auto finish = [&](TallyRow row) {
    const Kind kind = kind_of(*rules, row.benefit);
    row.measure = kind.measure;
    row.household = kind.household;
    row.region_name = divisions->name(row.region);
    return row;
  };
  for (const auto& [name, row] : totals) out.totals.push_back(finish(row));
  for (const auto& [key, row] : parts) out.children.push_back(finish(row));
  return out;
}

Result<http::Page<RunRow>> run_rows(command::Reader& reader, const RunRowsQuery& in) {
  YILIN_TRY(const Run run, known_run(reader, in.id));
  // The cursor: community and the elder after whom the page goes on.
  RegionCode after_community;
  ElderId after;
  if (const auto dash = in.cursor.find('-'); dash != std::string::npos) {
    after_community = {entity::parse_integer_text(std::string_view(in.cursor).substr(0, dash)).value_or(0)};
    after = {entity::parse_integer_text(std::string_view(in.cursor).substr(dash + 1)).value_or(0)};
  }
  http::Page<RunRow> page;
  std::vector<RunRow> found;
  RegionCode last = after_community;
  std::size_t parts = 0;
  bool more = false;
  {
    sql::Statement q("SELECT p.community, p.body FROM benefit_run_part p WHERE p.run_id = ? AND p.community >= ?", run.id, after_community);
    q.add(access::in_region("p.community", reader.caller, in.region));
    if (in.verdict != Verdict::no)
      q.add(" AND EXISTS (SELECT 1 FROM benefit_run_tally t WHERE t.run_id = p.run_id AND t.benefit = ? AND t.community = p.community)", in.benefit);
    auto rows = reader.db.rows(q.add(" ORDER BY p.community LIMIT ?", static_cast<std::int64_t>(kPartsRead + 1)));
    while (!more && rows.next()) {
      if (++parts > kPartsRead) {
        more = true;
        break;
      }
      const RegionCode community{rows.integer(0)};
      const auto bytes = rows.bytes(1);
      const auto part = decode_part(community, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
      last = community;
      const RunPart::Column* column = part ? part->column(in.benefit) : nullptr;
      if (column == nullptr) continue;
      bool passed = community != after_community || !after;
      for (std::size_t i = 0; i < column->status.size(); ++i) {
        const Roster::Person& person = part->people[column->household ? part->first_of[i] : i];
        if (!passed) {
          passed = person.elder == after;
          continue;
        }
        if (column->verdict(i) != in.verdict) continue;
        if (static_cast<std::int64_t>(found.size()) == in.limit) {
          more = true;
          break;
        }
        RunRow row;
        row.elder_id = person.elder;
        row.benefit = in.benefit;
        row.verdict = in.verdict;
        row.amount_fen = {column->lo[i]};
        row.amount_max_fen = {column->hi[i]};
        row.reduced = (column->status[i] & policy::kReduced) != 0;
        found.push_back(std::move(row));
        after = person.elder;
      }
      if (!more) after = {};
    }
  }
  if (more) page.next = std::to_string(last.value) + "-" + std::to_string(after.value);
  const bool money = kind_of(*policies::in_force(reader.kernel), in.benefit).measure == Measure::money;
  std::vector<ElderId> ids;
  for (const RunRow& row : found) ids.push_back(row.elder_id);
  const registry::Briefs elders(reader, std::move(ids));
  for (RunRow& row : found) {
    if (!money) row.amount_fen = row.amount_max_fen = {};
    if (const auto* brief = elders.find(row.elder_id)) {
      row.elder_name = brief->name;
      row.region_name = brief->region_name;
      row.age = brief->age;
    }
    page.items.push_back(std::move(row));
  }
  return page;
}

Result<History> history(command::Reader& reader, const HistoryQuery& in) {
  YILIN_TRY(const auto brief, registry::brief(reader, in.id));
  const auto ids = registry::ids_of(reader.kernel, brief.id);
  History out;
  out.elder_id = brief.id;
  const auto rules = policies::in_force(reader.kernel);
  std::map<Month, Run> last;
  for (Run& run : all<Run>(reader.db, reader.kernel.vault, "benefit_run",
                           entity::store::select<Run>("benefit_run", "t").add(" WHERE t.state = ? ORDER BY t.month DESC, t.id DESC LIMIT 200", RunState::frozen)))
    last.try_emplace(run.month, std::move(run));
  const Homes homes(reader, ids, brief.region);
  int months = 0;
  for (auto at = last.rbegin(); at != last.rend() && months < kHistoryMonths; ++at, ++months)
    for (const RegionCode community : homes.of(at->second)) {
      const auto part = load_part(reader.db, at->second.id, community);
      if (!part) continue;
      const auto person = std::ranges::find_if(part->people, [&](const Roster::Person& p) { return std::ranges::find(ids, p.elder) != ids.end(); });
      if (person == part->people.end()) continue;
      const auto i = static_cast<std::size_t>(person - part->people.begin());
      for (const RunPart::Column& c : part->columns) {
        const std::size_t row = c.household ? part->house_of[i] : i;
        if (c.verdict(row) == Verdict::no) continue;
        const bool money = kind_of(*rules, c.benefit).measure == Measure::money;
        out.rows.push_back({at->second.id, at->first, at->second.known_at, c.benefit, c.verdict(row), {money ? c.lo[row] : 0}});
      }
      break;
    }
  return out;
}

}  // namespace yilin::benefits
