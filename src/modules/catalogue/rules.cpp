#include "modules/catalogue/rules.h"

#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>

#include "modules/catalogue/catalogue.h"

namespace yilin::catalogue::rules {
namespace {

template <class E>
std::string_view label_of(E value) {
  for (const entity::EnumName& n : enum_names(value))
    if (n.value == static_cast<std::int64_t>(value)) return n.label;
  return {};
}

template <class E>
std::string labels_of(const std::vector<E>& values) {
  std::string out;
  for (const E v : values) {
    if (!out.empty()) out += "、";
    out += label_of(v);
  }
  return out;
}

struct Split {
  std::vector<QuotePart> parts;
  Fen covered, from_quota, quota_short;
};

// `counts`: which of the rules pay.
Split split(Fen price, const std::vector<const PayerRule*>& rules, std::optional<Fen> quota_left,
            const std::function<bool(std::size_t)>& counts) {
  Split out;
  std::map<std::string_view, std::string_view> winner;       // of each exclusive group: the benefit
  std::map<std::string_view, std::int64_t> shared_bp;        // of each benefit: ratios already given
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const PayerRule& rule = *rules[i];
    if (rule.ratio_bp.value == 0 || !counts(i)) continue;
    if (!rule.exclusive_group.empty() && winner.emplace(rule.exclusive_group, rule.benefit).first->second != rule.benefit)
      continue;
    std::int64_t& bp = shared_bp[rule.benefit];
    const Fen before = share_rounded(price, {static_cast<std::int32_t>(bp)});
    bp = std::min<std::int64_t>(bp + rule.ratio_bp.value, 10'000);
    Fen share = share_rounded(price, {static_cast<std::int32_t>(bp)}) - before;
    if (rule.cap_fen) share = std::min(share, *rule.cap_fen);
    share = std::min(share, price - out.covered);
    if (rule.from_quota && quota_left) {
      const Fen room = std::max(Fen{}, *quota_left - out.from_quota);
      if (share > room) {
        out.quota_short += share - room;
        share = room;
      }
    }
    if (share.value <= 0) continue;
    if (rule.from_quota) out.from_quota += share;
    out.covered += share;
    out.parts.push_back({rule.payer, share, rule.code, rule.name, rule.basis, rule.confidence, rule.from_quota});
  }
  return out;
}

}  // namespace

Applies applies(const Condition& condition, const ElderFacts& elder, Date on) {
  Applies out;
  const auto ask = [&](Fact fact, Truth truth) {
    if (truth == Truth::no) out.truth = Truth::no;
    if (truth == Truth::unknown) {
      if (out.truth == Truth::yes) out.truth = Truth::unknown;
      out.unknown.push_back(fact);
    }
  };
  if (condition.ability_min || condition.ability_max) {
    const bool in = elder.ability >= condition.ability_min.value_or(Ability::able) &&
                    elder.ability <= condition.ability_max.value_or(Ability::complete);
    ask(Fact::ability, elder.ability == Ability::unassessed ? Truth::unknown : in ? Truth::yes : Truth::no);
  }
  if (!condition.labels.empty()) {
    const std::uint32_t wanted = mask_of(condition.labels);
    ask(Fact::labels, (elder.labels & wanted) ? Truth::yes : (elder.labels_pending & wanted) ? Truth::unknown : Truth::no);
  }
  if (!condition.living.empty())
    ask(Fact::living, elder.living == Living::unknown ? Truth::unknown
                      : std::find(condition.living.begin(), condition.living.end(), elder.living) != condition.living.end()
                          ? Truth::yes
                          : Truth::no);
  if (condition.age_min)
    ask(Fact::birth, !elder.birth ? Truth::unknown : age_on(elder.birth, on) >= *condition.age_min ? Truth::yes : Truth::no);
  if (out.truth != Truth::unknown) out.unknown.clear();
  return out;
}

Result<Quote> quote(const Book& book, const ElderFacts& elder, const QuoteRequest& request) {
  const ServiceItem* item = book.find(request.item);
  if (!item) return fail(yilin::errors::not_found, "没有这个服务项目。");
  if (!item->active) return fail(errors::item_inactive);
  if (request.units < 1 || request.units > item->units_max)
    return fail_field("units", "数量", fmt::format("“{}”每单数量应在 1 到 {} 之间。", item->name, item->units_max));
  const Price* price = book.price(item->id, request.region, request.on);
  if (!price) return fail(errors::no_price);

  const auto payers = book.payers(*item, request.region, request.on);
  std::vector<Applies> verdicts;
  for (const PayerRule* rule : payers) verdicts.push_back(applies(*rule, elder, request.on));
  const Fen total = price->ceiling_fen * request.units;
  const auto settled = [&](std::size_t i) { return verdicts[i].truth == Truth::yes; };
  Split now = split(total, payers, request.quota_left, settled);

  Quote out;
  out.item_id = item->id;
  out.item_name = item->name;
  out.units = request.units;
  out.minutes = planned_minutes(*item, request.units);
  out.unit_price_fen = price->ceiling_fen;
  out.price_fen = total;
  out.subsidy_fen = now.covered;
  out.quota_fen = now.from_quota;
  out.quota_short_fen = now.quota_short;
  out.self_fen = total - now.covered;
  out.parts = std::move(now.parts);
  out.basis = price->basis;
  out.confidence = price->confidence;

  std::vector<std::string_view> told;
  for (std::size_t i = 0; i < payers.size(); ++i) {
    const PayerRule& rule = *payers[i];
    if (verdicts[i].truth != Truth::unknown || std::find(told.begin(), told.end(), rule.benefit) != told.end()) continue;
    told.push_back(rule.benefit);
    const Split then = split(total, payers, request.quota_left, [&](std::size_t j) {
      return settled(j) || (verdicts[j].truth == Truth::unknown && payers[j]->benefit == rule.benefit);
    });
    const Fen self = total - then.covered;
    if (self == out.self_fen) continue;
    out.open_points.push_back(
        {verdicts[i].unknown,
         fmt::format("{}待核实：如符合“{}”（{}），个人自付将由 {} 元变为 {} 元。", labels_of(verdicts[i].unknown), rule.name,
                     describe(static_cast<const Condition&>(rule)), to_yuan(out.self_fen), to_yuan(self)),
         rule.code, self});
  }
  return out;
}

MonthlyQuota monthly_quota(const Book& book, const ElderFacts& elder, RegionCode region, Month month) {
  MonthlyQuota out;
  const auto rules = book.quotas(region, month.first_day());
  // An age reached within the month counts from its first day on.
  const Date on = month.end() + -1;
  for (const QuotaRule* rule : rules) {
    if (applies(*rule, elder, on).truth != Truth::yes || rule->amount_fen <= out.amount_fen) continue;
    out.amount_fen = rule->amount_fen;
    out.rule = rule->code;
    out.name = rule->name;
    out.basis = rule->basis;
    out.confidence = rule->confidence;
  }
  for (const QuotaRule* rule : rules) {
    const Applies verdict = applies(*rule, elder, on);
    if (verdict.truth != Truth::unknown || rule->amount_fen <= out.amount_fen) continue;
    out.open_points.push_back(
        {verdict.unknown,
         fmt::format("{}待核实：如符合“{}”（{}），月度额度将由 {} 元变为 {} 元。", labels_of(verdict.unknown), rule->name,
                     describe(static_cast<const Condition&>(*rule)), to_yuan(out.amount_fen), to_yuan(rule->amount_fen)),
         rule->code, rule->amount_fen});
  }
  return out;
}

std::string describe(const Condition& condition) {
  std::string out = labels_of(condition.labels);
  const auto add = [&](std::string text) {
    if (!out.empty()) out += "；";
    out += text;
  };
  if (condition.ability_min || condition.ability_max) {
    const Ability lo = condition.ability_min.value_or(Ability::able), hi = condition.ability_max.value_or(Ability::complete);
    add(lo == hi ? std::string(label_of(lo)) : fmt::format("{}至{}", label_of(lo), label_of(hi)));
  }
  if (!condition.living.empty()) add(labels_of(condition.living));
  if (condition.age_min) add(fmt::format("{} 岁以上", *condition.age_min));
  return out.empty() ? "所有老人" : out;
}

bool overlap(const Validity& a, const Validity& b) {
  if (a.withdrawn() || b.withdrawn()) return false;
  return (!b.valid_to || a.valid_from <= b.valid_to) && (!a.valid_to || b.valid_from <= a.valid_to);
}

std::string describe(const Validity& validity) {
  if (!validity.valid_to) return to_string(validity.valid_from) + " 起";
  return to_string(validity.valid_from) + " 至 " + to_string(validity.valid_to);
}

Status check_dates(const Validity& validity) {
  if (validity.withdrawn()) return fail_field("valid_to", "有效期至", "有效期至不能早于有效期自。");
  return {};
}

Result<Date> end_on(const Validity& row, Date last_day, Date today) {
  if (row.withdrawn()) return fail(yilin::errors::conflict, "这条记录已撤回，不能再改。");
  const Date earliest = std::max(today, row.valid_from + -1);
  if (last_day < earliest)
    return fail_field("last_day", "最后有效日", fmt::format("最后有效日不能早于 {}：已经执行的价格和规则不能追溯修改。", to_string(earliest)));
  return last_day;
}

}  // namespace yilin::catalogue::rules

namespace yilin::catalogue {

std::int64_t planned_minutes(const ServiceItem& item, std::int64_t units) {
  const bool by_time = item.unit == Unit::hour || item.unit == Unit::night || item.unit == Unit::day;
  return item.duration_min * (by_time ? units : 1);
}

}  // namespace yilin::catalogue
