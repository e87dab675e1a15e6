// What every fund will have paid by the end of a year.
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/money.h"
#include "modules/benefits/awards.h"
#include "modules/benefits/decide.h"
#include "modules/benefits/funds.h"
#include "modules/benefits/programs.h"
#include "modules/region/region.h"
#include "modules/settlement/settlement.h"

namespace yilin::benefits {
namespace {

constexpr std::string_view kServices = "上门服务", kShareParameter = "lottery_elder_share_bp";

struct Span {
  Month first, last;               // January and December
  Month present;                   // the first that is forecast
  RegionRange where;
};
struct Flow {
  Fen paid, to_come;
  Flow& operator+=(const Flow& o) {
    paid += o.paid;
    to_come += o.to_come;
    return *this;
  }
};
// By county, benefit and payer; no payer: nobody says.
using Flows = std::map<std::tuple<RegionCode, std::string, std::optional<Payer>>, Flow>;
// What awards give in each month of the year, before it is split among funds: by benefit and county.
using Grants = std::map<std::pair<std::string, RegionCode>, std::array<Fen, 12>>;

// What lists of differences have settled, by award and month.
std::map<std::pair<std::int64_t, std::int32_t>, std::int64_t> settled(sql::Connection& db, const Span& span) {
  std::map<std::pair<std::int64_t, std::int32_t>, std::int64_t> out;
  auto rows = db.rows("SELECT l.award_id, l.month, CAST(SUM(l.after_fen - l.before_fen) AS BIGINT) FROM adjustment_line l JOIN adjustment a ON a.id = l.adjustment_id "
                      "WHERE a.state = ? AND l.month >= ? AND l.month <= ? GROUP BY l.award_id, l.month", AdjustmentState::approved, span.first, span.last);
  while (rows.next()) out[{rows.integer(0), static_cast<std::int32_t>(rows.integer(1))}] = rows.integer(2);
  return out;
}

Grants grants(const command::Reader& reader, const Span& span) {
  Grants out;
  const auto rules = policies::in_force(reader.kernel);
  const auto frozen = frozen_months(reader.db, span.first, std::min(span.last, span.present + -1));
  const auto corrections = settled(reader.db, span);
  std::map<std::string, bool, std::less<>> money;
  Award award;
  std::vector<AwardChange> changes;
  const auto add = [&] {
    if (changes.empty()) return;
    const auto [known, fresh] = money.try_emplace(award.benefit, false);
    if (const policy::NameId id = rules->find(award.benefit); fresh && id != policy::kNone) known->second = measure_of(rules->name(id)) == Measure::money;
    if (!known->second) return;
    const bool as_services = programs(reader.kernel).of(award.benefit).feeds_quota;
    std::array<Fen, 12>& sums = out[{award.benefit, award.region.at(RegionLevel::county)}];
    for (Month month = span.first; month <= span.last; month = month + 1) {
      std::int64_t amount = 0;
      if (month >= span.present) {
        amount = given(changes, month, reader.now);
      } else if (!as_services) {
        const auto at = frozen.find(month);
        amount = given(changes, month, at == frozen.end() ? reader.now : at->second);
        if (const auto c = corrections.find({award.id.value, month.index}); c != corrections.end()) amount += c->second;
      }
      sums[static_cast<std::size_t>(month.index - span.first.index)] += Fen{amount};
    }
  };
  // The changes in the order of their index, each with its award (+: no other index, which would mean sorting them all).
  auto rows = reader.db.stream(sql::Statement(
      "SELECT c.award_id, a.benefit, a.region, c.month, c.after_fen, c.at FROM award_change c JOIN award a ON a.id = c.award_id WHERE +a.region >= ? AND +a.region < ? "
      "AND a.from_month <= ? AND (a.state = ? OR a.to_month >= ? OR a.updated_at >= ?) ORDER BY c.award_id, c.id",
      span.where.lo, span.where.hi, span.last, AwardState::active, span.first, start_of_day(span.first.first_day())));
  while (rows.next()) {
    const AwardId id = rows.id<AwardId>(0);
    if (id != award.id) {
      add();
      changes.clear();
      award.id = id;
      award.benefit = rows.str(1);
      award.region = {rows.integer(2)};
    }
    AwardChange& c = changes.emplace_back();
    c.month = {static_cast<std::int32_t>(rows.integer(3))};
    c.after = rows.integer(4);
    c.at = {rows.integer(5)};
  }
  add();
  return out;
}

Flows flows(const command::Reader& reader, const Span& span) {
  Flows out;
  const Funding funding(reader.db);
  for (const auto& [key, months] : grants(reader, span))
    for (std::int32_t n = 0; n < 12; ++n) {
      const Fen amount = months[static_cast<std::size_t>(n)];
      if (amount == Fen{}) continue;
      const auto put = [&, at = span.first + n, &of = key](std::optional<Payer> payer, Fen fen) {
        Flow& flow = out[{of.second, of.first, payer}];
        (at < span.present ? flow.paid : flow.to_come) += fen;
      };
      const FundShares* shares = funding.of(key.first, key.second, span.first + n);
      if (shares == nullptr || amount < Fen{}) {  // below nothing, when more was taken back than granted: at the first fund
        put(shares ? std::optional(shares->parts.front().payer) : std::nullopt, amount);
        continue;
      }
      std::vector<std::int64_t> weights;
      for (const FundPart& p : shares->parts) weights.push_back(p.share_bp.value);
      const std::vector<Fen> parts = split_exact(amount, weights);
      for (std::size_t i = 0; i < parts.size(); ++i) put(shares->parts[i].payer, parts[i]);
    }
  if (span.first < span.present)
    for (const settlement::FundPaid& p : settlement::paid_by_funds(reader.db, span.where, span.first, std::min(span.last, span.present + -1)))
      out[{p.county, std::string(kServices), p.payer}].paid += p.amount;
  return out;
}

// 市直: who lives below the city without a county.
bool stands_in(const region::Divisions& divisions, RegionCode county) {
  const region::Division* d = divisions.find(county);
  return d != nullptr && d->synthetic;
}

std::string percent(std::int64_t basis_points) { return fmt::format("{}.{:02}%", basis_points / 100, basis_points % 100); }

// Of one region: its rows and what is spent there. Of the city itself: its own row and who lives directly below it.
LotteryShare share_of(const std::vector<FundBudget>& budgets, const Flows& flows, Kernel& kernel, RegionCode region, BasisPoints required, bool own_only) {
  const auto divisions = region::divisions(kernel);
  LotteryShare out;
  out.region = region;
  out.region_name = divisions->name(region) + (own_only ? "本级" : "");
  out.required_bp = required;
  const auto counts = [&](RegionCode r) { return own_only ? r == region || stands_in(*divisions, r) : region.contains(r); };
  for (const FundBudget& b : budgets) {
    if (b.payer != Payer::lottery || !counts(b.region)) continue;
    out.budget_fen = out.budget_fen.value_or(Fen{}) + b.amount_fen;
    out.forecast_fen += b.other_fen;
  }
  for (const auto& [key, flow] : flows) {
    const auto& [county, benefit, payer] = key;
    if (!counts(county)) continue;
    if (payer == Payer::lottery) out.forecast_fen += flow.paid + flow.to_come;
    if (!payer) out.unfunded_fen += flow.paid + flow.to_come;
  }
  return out;
}

// What a parameter rests on.
std::pair<std::string, std::string> basis_of(sql::Connection& db, RegionCode region, Date on) {
  auto rows = db.rows("SELECT basis, confidence FROM benefit_parameter WHERE name = ? AND valid_from <= ? AND region IN (0, ?, ?, ?) ORDER BY region DESC, valid_from DESC LIMIT 1",
                      kShareParameter, on, region.at(RegionLevel::province), region.at(RegionLevel::city), region.at(RegionLevel::county));
  if (!rows.next()) return {};
  return {rows.str(0), rows.str(1)};
}

}  // namespace

void judge(LotteryShare& s) {
  s.state = ShareState::to_verify;
  s.missing_fen = {};
  if (!s.budget_fen) {
    s.sentence = s.region_name + "还没有填报当年的福彩公益金。";
    return;
  }
  const std::int64_t budget = s.budget_fen->value;
  s.required_fen = Fen{static_cast<std::int64_t>((static_cast<__int128>(budget) * s.required_bp.value + 9'999) / 10'000)};
  if (budget > 0) s.share_bp = BasisPoints{static_cast<std::int32_t>(std::min<__int128>(static_cast<__int128>(s.forecast_fen.value) * 10'000 / budget, 1'000'000))};
  s.missing_fen = std::max(Fen{}, *s.required_fen - s.forecast_fen);
  std::string open;
  for (const std::string& name : s.without_budget) open += (open.empty() ? "" : "、") + name;
  const std::string spent = fmt::format("预计全年福彩公益金 {} 元中用于养老 {} 元{}", to_yuan(*s.budget_fen), to_yuan(s.forecast_fen),
                                        s.share_bp ? "，占 " + percent(s.share_bp->value) : "");
  const std::string required = percent(s.required_bp.value);
  if (s.forecast_fen + s.unfunded_fen < *s.required_fen) {
    s.state = ShareState::short_of;
    s.sentence = fmt::format("{}，低于 {}，还差 {} 元。", spent, required, to_yuan(s.missing_fen));
  } else if (s.missing_fen > Fen{}) {
    s.sentence = fmt::format("{}，低于 {}，还差 {} 元；另有 {} 元待遇没有填写资金来源，填写后才能确定。", spent, required, to_yuan(s.missing_fen), to_yuan(s.unfunded_fen));
  } else if (!open.empty()) {
    s.sentence = fmt::format("{}，已填报的部分达到 {}；{}还没有填报。", spent, required, open);
  } else {
    s.state = ShareState::met;
    s.sentence = fmt::format("{}，达到 {}。", spent, required);
  }
}

Result<FundForecast> forecast_funds(command::Reader& reader, const FundQuery& in) {
  YILIN_TRY(const FundScope scope, fund_scope(reader, in));
  const auto divisions = region::divisions(reader.kernel);
  const Month january{static_cast<std::int32_t>(scope.year * 12)};
  const Span span{january, january + 11, std::clamp(Month::of(reader.today()), january, january + 12), scope.region.subtree()};
  const std::vector<FundBudget> budgets = budgets_of(reader, scope);
  const Flows all = flows(reader, span);
  FundForecast out;
  out.region = scope.region;
  out.region_name = divisions->name(scope.region);
  out.year = scope.year;
  out.from_month = span.present;

  std::map<Payer, FundRow> funds;
  std::map<std::pair<std::string, std::optional<Payer>>, Flow> lines;
  for (const auto& [key, flow] : all) {
    const auto& [county, benefit, payer] = key;
    lines[{benefit, payer}] += flow;
    if (!payer) {
      out.unfunded_fen += flow.paid + flow.to_come;
      continue;
    }
    funds[*payer].paid_fen += flow.paid;
    funds[*payer].to_come_fen += flow.to_come;
  }
  for (const FundBudget& b : budgets) {
    FundRow& row = funds[b.payer];
    row.budget_fen = row.budget_fen.value_or(Fen{}) + b.amount_fen;
    row.other_fen += b.other_fen;
  }
  for (auto& [payer, row] : funds) {
    row.payer = payer;
    row.forecast_fen = row.paid_fen + row.to_come_fen + row.other_fen;
    if (row.budget_fen) row.left_fen = *row.budget_fen - row.forecast_fen;
    out.funds.push_back(row);
  }
  for (const auto& [key, flow] : lines) out.benefits.push_back({key.first, key.second, flow.paid, flow.to_come});

  const Date on = (january + 11).first_day();
  const auto required = [&](RegionCode r) { return BasisPoints{static_cast<std::int32_t>(reader.kernel.parts.get<Parameters>().value(kShareParameter, r, on))}; };
  out.lottery = share_of(budgets, all, reader.kernel, scope.region, required(scope.region), false);
  std::tie(out.required_basis, out.required_confidence) = basis_of(reader.db, scope.region, on);
  if (scope.region == divisions->city()) {
    out.children.push_back(share_of(budgets, all, reader.kernel, scope.region, required(scope.region), true));
    if (!out.children.back().budget_fen && out.children.back().forecast_fen == Fen{}) out.children.clear();  // a city may spend nothing itself
    for (const RegionCode county : divisions->children(scope.region)) {
      if (stands_in(*divisions, county)) continue;
      out.children.push_back(share_of(budgets, all, reader.kernel, county, required(county), false));
      if (!out.children.back().budget_fen) out.lottery.without_budget.push_back(out.children.back().region_name);
      judge(out.children.back());
    }
    if (!out.children.empty() && out.children.front().region == scope.region) judge(out.children.front());
  }
  judge(out.lottery);
  return out;
}

}  // namespace yilin::benefits
