// What waits: for review, for the next assessment, for an explanation.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "modules/assessment/listing.h"
#include "modules/assessment/outliers.h"
#include "modules/region/region.h"
#include "modules/registry/registry.h"

namespace yilin::assessment {
namespace {

std::string_view label_of(FlagKind kind) {
  for (const entity::EnumName& n : enum_names(kind))
    if (n.value == static_cast<std::int64_t>(kind)) return n.label;
  return {};
}

std::string why(const Assessment& a, const std::vector<Flag>& open) {
  if (!open.empty()) {
    std::string kinds;
    for (const Flag& f : open) kinds += fmt::format("{}{}", kinds.empty() ? "" : "、", label_of(f.kind));
    return fmt::format("{} 个疑点待处理：{}。", open.size(), kinds);
  }
  if (a.state == State::disputed) return fmt::format("{}提出异议，等待复评或维持。", a.dispute_name);
  if (a.state == State::reviewed) return "已审核，等待告知并确认结果。";
  if (a.source == Source::recognised) return "外地结果等待核对证明后认可。";
  if (a.source == Source::imported) return "导入的记录等待核对。";
  return a.reason == Reason::dispute ? "复评结果等待审核。" : "等待审核。";
}

// "<days>-<row>": the last row that was shown.
struct DueCursor {
  std::int64_t days = 0, row = 0;
};
std::optional<DueCursor> parse_cursor(std::string_view text) {
  const std::size_t dash = text.find('-', 1);
  if (dash == std::string_view::npos) return std::nullopt;
  const auto day = entity::parse_integer_text(text.substr(0, dash)), row = entity::parse_integer_text(text.substr(dash + 1));
  if (!day || !row) return std::nullopt;
  return DueCursor{*day, *row};
}

Result<std::vector<Due>> never_assessed(command::Reader& reader, const DueQuery& in) {
  const std::int64_t age = parameter(reader.kernel, "first_age", in.region, reader.today());
  auto filter = registry::filter_by_age(registry::scope_of(reader.caller, in.region), static_cast<int>(age), std::nullopt, reader.today());
  filter.ability = registry::Ability::unassessed;
  if (in.label) filter.labels_any = registry::bit(*in.label);
  ElderId after;
  if (!in.cursor.empty()) {
    const auto id = entity::parse_integer_text(in.cursor);
    if (!id || *id < 0) return fail_field("cursor", "游标", "游标不正确。");
    after = {*id};
  }
  std::vector<Due> out;
  for (const ElderId id : registry::page(reader.kernel, filter, after, static_cast<std::size_t>(in.limit) + 1)) {
    const auto facts = registry::facts(reader.kernel, id);
    out.push_back({{}, id, std::string(kAbility), facts ? facts->region : RegionCode{}, DueKind::first, reader.today(), fmt::format("满 {} 岁，没有评估过。", age), {}, {}});
  }
  sql::Statement plans("SELECT elder_id, planned_id FROM assessment_due WHERE planned_id IS NOT NULL AND elder_id IN (0");
  for (const Due& d : out) plans.add(", ?", d.elder_id);
  auto rows = reader.db.rows(plans.add(")"));
  while (rows.next())
    for (Due& d : out)
      if (d.elder_id.value == rows.integer(0)) d.planned_id = {rows.integer(1)};
  return out;
}

Result<std::vector<Due>> due_again(command::Reader& reader, const DueQuery& in) {
  const std::int64_t ahead = parameter(reader.kernel, "due_ahead_days", in.region, reader.today());
  const Date until = in.until ? in.until : reader.today() + static_cast<std::int32_t>(ahead);
  auto statement = entity::store::select<Due>("assessment_due", "t").add(" WHERE t.due_on <= ?", until);
  statement.add(access::in_region("t.region", reader.caller, in.region));
  if (in.kind) statement.add(" AND t.kind = ?", *in.kind);
  if (!in.questionnaire.empty()) statement.add(" AND t.questionnaire = ?", in.questionnaire);
  if (!in.cursor.empty()) {
    const auto cursor = parse_cursor(in.cursor);
    if (!cursor) return fail_field("cursor", "游标", "游标不正确。");
    statement.add(" AND (t.due_on > ? OR (t.due_on = ? AND t.id > ?))", cursor->days, cursor->days, cursor->row);
  }
  return all<Due>(reader.db, reader.kernel.vault, "assessment_due", statement.add(" ORDER BY t.due_on, t.id LIMIT ?", in.limit + 1));
}

}  // namespace

Result<http::Page<ReviewRow>> list_reviews(command::Reader& reader, const ReviewQuery& in) {
  auto statement = entity::store::select<Assessment>("assessment", "t");
  statement.add(" WHERE t.state IN (?, ?, ?)", State::submitted, State::reviewed, State::disputed).add(access::in_region("t.region", reader.caller, in.region));
  if (in.cursor) statement.add(" AND t.id > ?", in.cursor);
  auto found = all<Assessment>(reader.db, reader.kernel.vault, "assessment", statement.add(" ORDER BY t.id LIMIT ?", in.limit + 1));
  http::Page<ReviewRow> page;
  if (static_cast<std::int64_t>(found.size()) > in.limit) {
    found.pop_back();
    page.next = std::to_string(found.back().id.value);
  }
  auto rows = rows_of(reader, found);
  for (std::size_t n = 0; n < found.size(); ++n) {
    const Assessment& a = found[n];
    ReviewRow out;
    out.flags = flags_of(reader.db, reader.kernel.vault, a.id);
    std::erase_if(out.flags, [](const Flag& f) { return f.state != FlagState::open; });
    out.why = why(a, out.flags);
    const Instant since = a.state == State::disputed ? a.disputed_at : a.state == State::reviewed ? a.reviewed_at : a.submitted_at;
    out.waiting_days = since ? reader.today() - civil_date(since) : 0;
    out.row = std::move(rows[n]);
    page.items.push_back(std::move(out));
  }
  return page;
}

Result<http::Page<DueRow>> list_due(command::Reader& reader, const DueQuery& in) {
  const bool first_time = in.kind == DueKind::first;
  YILIN_TRY(std::vector<Due> found, first_time ? never_assessed(reader, in) : due_again(reader, in));
  http::Page<DueRow> page;
  if (static_cast<std::int64_t>(found.size()) > in.limit) {
    found.pop_back();
    page.next = first_time ? std::to_string(found.back().elder_id.value) : fmt::format("{}-{}", found.back().due_on.days, found.back().id.value);
  }
  std::vector<ElderId> elders;
  sql::Statement last("SELECT t.id, t.level, t.questionnaire, t.questionnaire_version FROM assessment t WHERE t.level IS NOT NULL AND t.id IN (0");
  for (const Due& d : found) {
    elders.push_back(d.elder_id);
    if (d.assessment_id) last.add(", ?", d.assessment_id);
  }
  std::map<AssessmentId, Assessment> results;
  {
    auto rows = reader.db.rows(last.add(")"));
    while (rows.next()) {
      Assessment& a = results[rows.id<AssessmentId>(0)];
      a.level = static_cast<std::int32_t>(rows.integer(1));
      a.questionnaire = rows.str(2);
      a.questionnaire_version = rows.str(3);
    }
  }
  const registry::Briefs briefs(reader, elders);
  const auto tree = region::divisions(reader.kernel);
  for (const Due& d : found) {
    DueRow row;
    row.elder_id = d.elder_id;
    if (const auto* brief = briefs.find(d.elder_id)) {
      row.elder_name = brief->name;
      row.elder_age = brief->age;
    }
    row.region = d.region;
    row.region_name = tree->full_name(d.region);
    row.questionnaire = d.questionnaire;
    if (const auto q = questionnaire(reader.kernel, d.questionnaire)) row.questionnaire_title = q->title;
    row.kind = d.kind;
    row.due_on = d.due_on;
    row.reason = d.reason;
    row.late = !first_time && d.due_on < reader.today();
    row.assessment_id = d.assessment_id;
    row.planned_id = d.planned_id;
    if (const auto result = results.find(d.assessment_id); result != results.end()) {
      row.level = result->second.level;
      row.level_name = level_name(reader.kernel, result->second);
    }
    page.items.push_back(std::move(row));
  }
  return page;
}

Result<OutlierList> list_outliers(command::Reader& reader, const OutlierQuery& in) {
  const auto q = questionnaire(reader.kernel, in.questionnaire);
  if (!q) return fail_field("questionnaire", "量表", "没有这个量表。");
  OutlierList out;
  out.since = rules::months_after(reader.today(), -parameter(reader.kernel, "outlier_months", in.region, reader.today()));
  out.least = parameter(reader.kernel, "outlier_min", in.region, reader.today());
  out.formula =
      "把每位评估员评出的各等级件数与同一范围内她没有参加的评估相比，作两行列联表的卡方检验（Pearson，1900）：Σ(实际−期望)²÷期望；"
      "期望件数不足 5 的相邻等级合并（Cochran，1954）；超过 0.1% 水平的临界值即列出。没有按老人情况校正，只说明需要解释。";
  for (const Level& level : q->levels) out.level_names.push_back(level.name);
  const LevelCounts counts = level_counts(reader.db, in.questionnaire, out.since, access::in_region("t.region", reader.caller, in.region));
  const auto shown = [&](const rules::Distribution& levels) { return std::vector<std::int64_t>(levels.begin(), levels.begin() + static_cast<std::ptrdiff_t>(q->levels.size())); };
  const auto hundredths = [](double value) { return std::llround(value * 100); };
  for (const auto& [id, own] : counts.by_assessor) {
    const auto assessor = load_assessor(reader.db, reader.kernel.vault, id);
    if (!assessor) continue;
    const rules::Deviation d = deviation_of(counts, id, out.least);
    OutlierRow row;
    row.assessor_id = id;
    row.assessor_name = assessor->name;
    row.organisation = assessor->organisation;
    row.assessments = total_of(own);
    row.levels = shown(own);
    rules::Distribution peers = counts.everybody;
    for (std::size_t n = 0; n < peers.size(); ++n) peers[n] -= own[n];
    row.peers = shown(peers);
    row.mean_x100 = static_cast<std::int32_t>(hundredths(d.mean));
    row.peers_mean_x100 = static_cast<std::int32_t>(hundredths(d.peers_mean));
    row.degrees = d.degrees;
    row.chi_square_x100 = hundredths(d.chi_square);
    row.critical_x100 = hundredths(d.critical);
    row.outlier = d.outlier();
    out.items.push_back(std::move(row));
  }
  std::stable_sort(out.items.begin(), out.items.end(), [](const OutlierRow& a, const OutlierRow& b) {
    return a.outlier != b.outlier ? a.outlier : a.chi_square_x100 - a.critical_x100 > b.chi_square_x100 - b.critical_x100;
  });
  return out;
}

}  // namespace yilin::assessment
