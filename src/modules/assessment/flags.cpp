// What a result is held against before it goes to review.
#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "modules/assessment/outliers.h"
#include "modules/assessment/rows.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {
namespace {

sql::Statement counted(std::string_view questionnaire, Date since, const sql::Statement& where) {
  return sql::Statement(" FROM assessment t WHERE t.questionnaire = ? AND t.source = ? AND t.state <> ? AND t.state <> ? AND t.assessed_on >= ? AND t.level IS NOT NULL",
                        questionnaire, Source::own, State::draft, State::voided, since)
      .add(where);
}

std::size_t column(std::int64_t level) { return static_cast<std::size_t>(std::clamp<std::int64_t>(level, 0, rules::kLevelsMax - 1)); }

// The elder's assessments by this questionnaire that count, newest first, without this one.
std::vector<Assessment> earlier(command::Tx& tx, const Assessment& a, int most) {
  auto statement = entity::store::select<Assessment>("assessment", "t");
  statement.add(" WHERE t.questionnaire = ? AND t.id <> ? AND t.state <> ? AND t.state <> ?", a.questionnaire, a.id, State::draft, State::voided);
  statement.add(registry::of_elder("t.elder_id", tx.kernel, a.elder_id)).add(" ORDER BY t.assessed_on DESC NULLS LAST, t.id DESC LIMIT ?", most);
  return all<Assessment>(tx.db, tx.vault(), "assessment", statement);
}

std::string name_of(command::Tx& tx, AssessorId id) {
  const auto assessor = load_assessor(tx.db, tx.vault(), id);
  return assessor ? assessor->name : std::string();
}

std::vector<std::string> overlapping(command::Tx& tx, const Assessment& a) {
  std::vector<std::string> out;
  if (!a.started_at || !a.ended_at) return out;
  for (const AssessorId id : {a.first_assessor, a.second_assessor}) {
    if (!id) continue;
    const auto others = all<Assessment>(
        tx.db, tx.vault(), "assessment",
        entity::store::select<Assessment>("assessment", "t")
            .add(" WHERE (t.first_assessor = ? OR t.second_assessor = ?) AND t.id <> ? AND t.state <> ? AND t.started_at < ? AND t.ended_at > ? ORDER BY t.id LIMIT 3",
                 id, id, a.id, State::voided, a.ended_at, a.started_at));
    for (const Assessment& o : others)
      out.push_back(fmt::format("{} {}–{} 在做另一次评估（{}）", name_of(tx, id), to_clock(o.started_at), to_clock(o.ended_at), o.id.value));
  }
  return out;
}

}  // namespace

LevelCounts level_counts(sql::Connection& db, std::string_view questionnaire, Date since, const sql::Statement& where) {
  LevelCounts out;
  {
    auto rows = db.rows(sql::Statement("SELECT t.level, COUNT(*)").add(counted(questionnaire, since, where)).add(" GROUP BY t.level"));
    while (rows.next()) out.everybody[column(rows.integer(0))] += rows.integer(1);
  }
  for (const sql::Literal who : {sql::Literal("t.first_assessor"), sql::Literal("t.second_assessor")}) {
    auto rows = db.rows(sql::Statement("SELECT ").add(who).add(", t.level, COUNT(*)").add(counted(questionnaire, since, where)).add(" GROUP BY ").add(who).add(", t.level"));
    while (rows.next()) out.by_assessor[{rows.integer(0)}][column(rows.integer(1))] += rows.integer(2);
  }
  return out;
}

std::int64_t total_of(const rules::Distribution& levels) { return std::accumulate(levels.begin(), levels.end(), std::int64_t{0}); }

rules::Deviation deviation_of(const LevelCounts& counts, AssessorId assessor, std::int64_t own_min) {
  const auto found = counts.by_assessor.find(assessor);
  if (found == counts.by_assessor.end()) return {};
  rules::Distribution peers = counts.everybody;
  for (std::size_t n = 0; n < peers.size(); ++n) peers[n] -= found->second[n];
  return rules::compare(found->second, peers, own_min);
}

std::vector<rules::OutlierOf> outliers_among(command::Reader& reader, RegionCode county, std::string_view questionnaire,
                                             std::span<const AssessorId> asked) {
  const RegionRange range = county.subtree();
  const Date since = rules::months_after(reader.today(), -parameter(reader.kernel, "outlier_months", county, reader.today()));
  const LevelCounts counts = level_counts(reader.db, questionnaire, since, sql::Statement(" AND t.region >= ? AND t.region < ?", range.lo, range.hi));
  const std::int64_t own_min = parameter(reader.kernel, "outlier_min", county, reader.today());
  std::vector<rules::OutlierOf> out;
  for (const AssessorId id : asked) {
    const auto assessor = load_assessor(reader.db, reader.kernel.vault, id);
    const auto own = counts.by_assessor.find(id);
    if (assessor && own != counts.by_assessor.end()) out.push_back({assessor->name, total_of(own->second), deviation_of(counts, id, own_min)});
  }
  return out;
}

rules::FlagFacts flag_facts(command::Tx& tx, const Assessment& a, std::vector<rules::OutlierOf> outliers) {
  const rules::Thresholds limits = thresholds(tx.kernel, a.region, tx.today());
  rules::FlagFacts facts;
  facts.started_at = a.started_at;
  facts.ended_at = a.ended_at;
  facts.assessed_on = a.assessed_on;
  facts.level = a.level.value_or(0);
  const int times = static_cast<int>(std::max<std::int64_t>(limits.same_assessor_times - 1, 1));
  const auto before = earlier(tx, a, times);
  if (!before.empty() && before.front().level) {
    facts.previous_level = before.front().level;
    facts.previous_on = before.front().assessed_on;
  }
  if (static_cast<int>(before.size()) == times)
    for (const AssessorId id : {a.first_assessor, a.second_assessor})
      if (id && std::all_of(before.begin(), before.end(), [&](const Assessment& b) { return b.first_assessor == id || b.second_assessor == id; }))
        facts.same_assessor.push_back(name_of(tx, id));
  facts.subsidy_day = rules::next_subsidy_day(shelf(tx.kernel).subsidy_days, a.region, a.assessed_on);
  facts.overlapping = overlapping(tx, a);
  facts.outliers = std::move(outliers);
  return facts;
}

void raise_flags(command::Tx& tx, const Assessment& a, const rules::FlagFacts& facts) {
  const auto there = flags_of(tx.db, tx.vault(), a.id);
  for (rules::RaisedFlag& raised : rules::raise_flags(facts, thresholds(tx.kernel, a.region, tx.today()))) {
    if (std::any_of(there.begin(), there.end(), [&](const Flag& f) { return f.kind == raised.kind && f.detail == raised.detail; })) continue;
    Flag flag;
    flag.id = tx.new_id<FlagId>();
    flag.assessment_id = a.id;
    flag.region = a.region;
    flag.kind = raised.kind;
    flag.detail = std::move(raised.detail);
    flag.made_at = tx.now;
    entity::store::insert(tx.db, tx.vault(), "assessment_flag", flag);
  }
}

}  // namespace yilin::assessment
