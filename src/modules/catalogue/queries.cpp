#include "modules/catalogue/queries.h"

#include <algorithm>

#include <fmt/format.h>

#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/rules.h"
#include "modules/region/region.h"

namespace yilin::catalogue {
namespace {

std::shared_ptr<const Book> book_of(const command::Reader& reader) { return reader.kernel.parts.get<Shelf>().book(); }

// Prices shown to whoever names no region: those of the served city.
RegionCode or_city(const command::Reader& reader, RegionCode region) {
  return region.value ? region : region::city(reader.kernel);
}

// Rows are few and sorted: the cursor is the place in the list.
template <class Row>
Result<http::Page<Row>> page_of(std::vector<Row> rows, std::int64_t limit, const std::string& cursor) {
  std::size_t first = 0;
  if (!cursor.empty()) {
    const auto at = entity::parse_integer_text(cursor);
    if (!at || *at < 0) return fail_field("cursor", "游标", "游标不正确。");
    first = std::min<std::size_t>(static_cast<std::size_t>(*at), rows.size());
  }
  http::Page<Row> page;
  page.total = static_cast<std::int64_t>(rows.size());
  const std::size_t last = std::min(first + static_cast<std::size_t>(limit), rows.size());
  std::move(rows.begin() + first, rows.begin() + last, std::back_inserter(page.items));
  if (last < rows.size()) page.next = std::to_string(last);
  return page;
}

bool matches(const ServiceItem& item, const ItemQuery& in) {
  if (!item.active && !in.inactive) return false;
  if (in.category && item.category != *in.category) return false;
  return in.q.empty() || item.name.find(in.q) != std::string::npos || item.code.find(in.q) != std::string::npos;
}

ServiceView view_of(const Book& book, const ServiceItem& item, RegionCode region, Date on) {
  ServiceView view;
  static_cast<ServiceItem&>(view) = item;
  if (const Price* price = book.price(item.id, region, on)) {
    view.price_fen = price->ceiling_fen;
    view.price_region = price->region;
    view.price_basis = price->basis;
    view.price_confidence = price->confidence;
  }
  return view;
}

// Above or below the region asked for: what somebody there may meet.
bool touches(const Validity& row, const RowQuery& in, Date today) {
  if (!in.past && (row.withdrawn() || (row.valid_to && row.valid_to < today))) return false;
  return in.region.value == 0 || row.region.contains(in.region) || in.region.contains(row.region);
}

std::string percent(std::int64_t bp) {
  if (bp % 100 == 0) return fmt::format("{}%", bp / 100);
  return fmt::format("{}.{:02}%", bp / 100, bp % 100);
}

std::string_view payer_label(Payer payer) {
  for (const entity::EnumName& n : enum_names(payer))
    if (n.value == static_cast<std::int64_t>(payer)) return n.label;
  return {};
}

}  // namespace

Result<http::Page<ServiceView>> list_items(const command::Reader& reader, const ItemQuery& in) {
  const auto book = book_of(reader);
  const RegionCode region = or_city(reader, in.region);
  std::vector<ServiceView> rows;
  for (const ServiceItem& item : book->items())
    if (matches(item, in)) rows.push_back(view_of(*book, item, region, reader.today()));
  return page_of(std::move(rows), in.limit, in.cursor);
}

Result<ServiceDetail> show_item(const command::Reader& reader, const ItemPath& in) {
  const auto book = book_of(reader);
  const ServiceItem* item = book->find(in.id);
  if (!item) return fail(yilin::errors::not_found);
  const RegionCode region = or_city(reader, in.region);
  ServiceDetail out;
  out.item = view_of(*book, *item, region, reader.today());
  for (const Price& price : book->prices())
    if (price.item_id == item->id && (price.region.contains(region) || region.contains(price.region))) out.prices.push_back(price);
  std::stable_sort(out.prices.begin(), out.prices.end(), [](const Price& a, const Price& b) { return a.valid_from > b.valid_from; });
  for (const PayerRule* rule : book->payers(*item, region, reader.today())) out.payer_rules.push_back(*rule);
  return out;
}

Result<http::Page<Price>> list_prices(const command::Reader& reader, const RowQuery& in) {
  const auto book = book_of(reader);
  const ServiceItem* item = in.item.empty() ? nullptr : book->find(in.item);
  std::vector<Price> rows;
  for (const Price& row : book->prices())
    if (touches(row, in, reader.today()) && (in.item.empty() || (item && row.item_id == item->id))) rows.push_back(row);
  return page_of(std::move(rows), in.limit, in.cursor);
}

Result<http::Page<PayerRule>> list_payer_rules(const command::Reader& reader, const RowQuery& in) {
  const auto book = book_of(reader);
  const ServiceItem* item = in.item.empty() ? nullptr : book->find(in.item);
  std::vector<PayerRule> rows;
  for (const PayerRule& row : book->payer_rules())
    if (touches(row, in, reader.today()) && (in.item.empty() || (item && pays_for(row, *item)))) rows.push_back(row);
  return page_of(std::move(rows), in.limit, in.cursor);
}

Result<http::Page<QuotaRule>> list_quota_rules(const command::Reader& reader, const RowQuery& in) {
  const auto book = book_of(reader);
  std::vector<QuotaRule> rows;
  for (const QuotaRule& row : book->quota_rules())
    if (touches(row, in, reader.today())) rows.push_back(row);
  return page_of(std::move(rows), in.limit, in.cursor);
}

std::vector<Subsidy> subsidies(const Book& book, const ServiceItem& item, RegionCode region, Date on) {
  struct Benefit {
    const PayerRule* first;
    std::int64_t bp = 0;
    std::string payers;
    Fen cap;
    bool capped = true;
  };
  std::vector<Benefit> benefits;
  for (const PayerRule* rule : book.payers(item, region, on)) {
    if (rule->ratio_bp.value == 0) continue;
    auto at = std::find_if(benefits.begin(), benefits.end(), [&](const Benefit& b) { return b.first->benefit == rule->benefit; });
    if (at == benefits.end()) at = benefits.insert(at, Benefit{rule, 0, {}, {}, true});
    at->bp += rule->ratio_bp.value;
    if (!at->payers.empty()) at->payers += "、";
    at->payers += fmt::format("{} {}", payer_label(rule->payer), percent(rule->ratio_bp.value));
    if (rule->cap_fen) at->cap += *rule->cap_fen;
    else at->capped = false;
  }
  std::vector<Subsidy> out;
  for (const Benefit& b : benefits) {
    std::string pays = fmt::format("{}（{}）", percent(b.bp), b.payers);
    if (b.capped) pays += fmt::format("，每次最高 {} 元", to_yuan(b.cap));
    out.push_back({b.first->name, rules::describe(static_cast<const Condition&>(*b.first)), std::move(pays), b.first->basis,
                   b.first->confidence});
  }
  return out;
}

Result<http::Page<PublicService>> public_services(const command::Reader& reader, const ItemQuery& in) {
  const auto book = book_of(reader);
  const RegionCode region = or_city(reader, in.region);
  ItemQuery offered = in;
  offered.inactive = false;
  std::vector<PublicService> rows;
  for (const ServiceItem& item : book->items()) {
    if (!matches(item, offered)) continue;
    const ServiceView view = view_of(*book, item, region, reader.today());
    rows.push_back({item.id, item.code, item.name, item.category, item.unit, item.duration_min, item.standard, view.price_fen,
                    view.price_basis, view.price_confidence, subsidies(*book, item, region, reader.today())});
  }
  return page_of(std::move(rows), in.limit, in.cursor);
}

Result<Quote> estimate(const command::Reader& reader, const Estimate& in) {
  ElderFacts elder;
  const Date today = reader.today();
  if (in.age) elder.birth = Date::from_ymd(today.year() - *in.age, 1, 1);
  elder.ability = in.ability.value_or(Ability::unassessed);
  elder.living = in.living.value_or(Living::unknown);
  elder.labels = mask_of(in.labels);
  return rules::quote(*book_of(reader), elder, {in.item_id, or_city(reader, in.region), today, in.units, std::nullopt});
}

}  // namespace yilin::catalogue
