#include "modules/benefits/funds.h"

#include <algorithm>
#include <set>

#include "modules/benefits/decide.h"
#include "modules/benefits/rows.h"
#include "modules/region/region.h"

namespace yilin::benefits {
namespace {

constexpr sql::Literal kBudgets = "fund_budget";

FundBudgetView view_of(Kernel& kernel, FundBudget budget) {
  FundBudgetView out;
  out.region_name = region::divisions(kernel)->name(budget.region);
  if (budget.region.level() == RegionLevel::city) out.region_name += "本级";
  out.budget = std::move(budget);
  return out;
}

bool is_fund_region(Kernel& kernel, RegionCode region) {
  const auto divisions = region::divisions(kernel);
  return region == divisions->city() || (region.level() == RegionLevel::county && divisions->city().contains(region) && divisions->find(region) != nullptr && !divisions->find(region)->synthetic);
}

Status check_region(const command::Tx& tx, RegionCode region) {
  if (!is_fund_region(tx.kernel, region)) return fail_field("region", "地区", "请选择市或区县。");
  if (!covers(tx.caller, region)) return fail(yilin::errors::forbidden, "由这一级的民政部门填报。");
  return {};
}

Status check_parts(const std::vector<FundPart>& parts) {
  std::set<Payer> payers;
  std::int64_t sum = 0;
  for (const FundPart& p : parts) {
    if (p.payer == Payer::elder) return fail_field("parts", "分担", "个人自付不是资金来源。");
    if (p.share_bp.value <= 0 || !payers.insert(p.payer).second) return fail_field("parts", "分担", "每种资金填一次，比例应大于零。");
    sum += p.share_bp.value;
  }
  if (sum != 10'000) return fail_field("parts", "分担", "各项比例之和应为 100%。");
  return {};
}

}  // namespace

Result<FundScope> fund_scope(const command::Reader& reader, const FundQuery& in) {
  FundScope out{in.region, in.year ? in.year : reader.today().year()};
  if (!out.region.value) {
    const auto divisions = region::divisions(reader.kernel);
    if (covers(reader.caller, divisions->city())) {
      out.region = divisions->city();
    } else {
      std::vector<RegionCode> counties = divisions->children(divisions->city());
      std::erase_if(counties, [&](RegionCode c) { return !covers(reader.caller, c); });
      if (counties.size() != 1) return fail_field("region", "地区", "请选择市或区县。");
      out.region = counties.front();
    }
  }
  if (!is_fund_region(reader.kernel, out.region)) return fail_field("region", "地区", "请选择市或区县。");
  if (!covers(reader.caller, out.region)) return fail(yilin::errors::not_found);
  return out;
}

std::vector<FundBudget> budgets_of(const command::Reader& reader, const FundScope& scope) {
  const RegionRange range = scope.region.subtree();
  return all<FundBudget>(reader.db, reader.kernel.vault, kBudgets,
                         entity::store::select<FundBudget>(kBudgets, "t")
                             .add(" WHERE t.year = ? AND t.region >= ? AND t.region < ? ORDER BY t.region, t.payer", scope.year, range.lo, range.hi));
}

Result<FundBudgets> list_fund_budgets(command::Reader& reader, const FundQuery& in) {
  YILIN_TRY(const FundScope scope, fund_scope(reader, in));
  FundBudgets out;
  for (FundBudget& budget : budgets_of(reader, scope)) out.items.push_back(view_of(reader.kernel, std::move(budget)));
  return out;
}

Result<FundBudgetView> put_fund_budget(command::Tx& tx, const PutFundBudget& in) {
  YILIN_CHECK(check_region(tx, in.region));
  if (in.payer == Payer::elder) return fail_field("payer", "资金", "个人自付不是资金来源。");
  if (in.other_fen > in.amount_fen) return fail_field("other_fen", "其他养老支出", "不能多于全年资金。");
  auto row = first<FundBudget>(tx.db, tx.vault(), kBudgets,
                               entity::store::select<FundBudget>(kBudgets, "t").add(" WHERE t.year = ? AND t.region = ? AND t.payer = ?", in.year, in.region, in.payer));
  if (row ? row->version != in.version : in.version != 0) return fail(yilin::errors::conflict);
  const std::string before = row ? entity::to_json(*row) : "null";
  FundBudget b = row.value_or(FundBudget{});
  b.region = in.region;
  b.year = in.year;
  b.payer = in.payer;
  b.amount_fen = in.amount_fen;
  b.other_fen = in.other_fen;
  b.basis = in.basis;
  b.by_user = tx.caller.user;
  b.by_name = tx.caller.name;
  b.at = tx.now;
  if (row) {
    store_row(tx, kBudgets, b);
  } else {
    b.id = tx.new_id<FundBudgetId>();
    entity::store::insert(tx.db, tx.vault(), kBudgets, b);
  }
  tx.record({"fund.budget", "fund_budget", b.id.value, b.region, {}, {}, "{\"before\":" + before + ",\"after\":" + entity::to_json(b) + "}"});
  return view_of(tx.kernel, std::move(b));
}

Funding::Funding(sql::Connection& db, std::string_view benefit) {
  sql::Statement q("SELECT benefit, region, valid_from, payer, share_bp, basis, confidence FROM benefit_funding WHERE 1 = 1");
  if (!benefit.empty()) q.add(" AND benefit = ?", benefit);
  auto rows = db.rows(q.add(" ORDER BY benefit, region, valid_from, payer"));
  while (rows.next()) {
    FundShares s{rows.str(0), {rows.integer(1)}, {}, {static_cast<std::int32_t>(rows.integer(2))}, {}, rows.str(5), rows.str(6)};
    if (all_.empty() || all_.back().benefit != s.benefit || all_.back().region != s.region || all_.back().from != s.from) all_.push_back(std::move(s));
    all_.back().parts.push_back({static_cast<Payer>(rows.integer(3)), {static_cast<std::int32_t>(rows.integer(4))}});
  }
}

const FundShares* Funding::of(std::string_view benefit, RegionCode county, Month month) const {
  const FundShares* out = nullptr;  // they come by region and month: the last that fits is the deepest and latest
  for (const FundShares& s : all_)
    if (s.benefit == benefit && s.from <= month && (s.region.value == 0 || s.region.contains(county))) out = &s;
  return out;
}

Result<FundSharesList> list_fund_shares(command::Reader& reader, const FundSharesQuery& in) {
  FundSharesList out{Funding(reader.db, in.benefit).all()};
  const auto divisions = region::divisions(reader.kernel);
  for (FundShares& s : out.items) s.region_name = s.region.value ? divisions->name(s.region) : "全国";
  return out;
}

Result<FundShares> put_fund_shares(command::Tx& tx, const PutFundShares& in) {
  YILIN_CHECK(benefit_named(*policies::in_force(tx.kernel), in.benefit));
  YILIN_CHECK(check_region(tx, in.region));
  YILIN_CHECK(check_parts(in.parts));
  FundShares out{in.benefit, in.region, region::divisions(tx.kernel)->name(in.region), in.from, in.parts, in.basis, in.confidence.empty() ? "示例" : in.confidence};
  std::string before = "null";
  const Funding standing(tx.db, in.benefit);
  for (const FundShares& s : standing.all())
    if (s.region == in.region && s.from == in.from) before = entity::to_json(s);
  tx.db.queue("DELETE FROM benefit_funding WHERE benefit = ? AND region = ? AND valid_from = ?", out.benefit, out.region, out.from);
  std::int64_t id = 0;
  for (const FundPart& p : out.parts) {
    id = tx.new_id<Id<struct BenefitFundingTag>>().value;
    tx.db.queue("INSERT INTO benefit_funding (id, benefit, region, valid_from, payer, share_bp, basis, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", id, out.benefit, out.region,
                out.from, p.payer, static_cast<std::int64_t>(p.share_bp.value), out.basis, out.confidence);
  }
  tx.record({"fund.shares", "benefit_funding", id, out.region, {}, {}, "{\"before\":" + before + ",\"after\":" + entity::to_json(out) + "}"});
  return out;
}

}  // namespace yilin::benefits
