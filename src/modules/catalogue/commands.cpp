#include "modules/catalogue/commands.h"

#include <algorithm>

#include <fmt/format.h>

#include "kernel/entity/json.h"
#include "modules/catalogue/book.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/rules.h"
#include "modules/region/region.h"

namespace yilin::catalogue {
namespace {

namespace store = entity::store;

// What differs between the three kinds of dated rows.
template <class Row>
struct Kind;
template <>
struct Kind<Price> {
  static constexpr sql::Literal table{"price"};
  static constexpr std::string_view subject = "price", added = "catalogue.price_add", ended = "catalogue.price_end";
  static sql::Statement same(const Price& row) {
    return sql::Statement(" WHERE t.item_id = ? AND t.region = ?", row.item_id, row.region);
  }
  static std::string words(const Price& row) { return fmt::format("{} 元", to_yuan(row.ceiling_fen)); }
  static Book on(const Book& book, const Price& row) { return book.with({}, {row}, {}, {}); }
};
template <>
struct Kind<PayerRule> {
  static constexpr sql::Literal table{"payer_rule"};
  static constexpr std::string_view subject = "payer_rule", added = "catalogue.payer_rule_add", ended = "catalogue.payer_rule_end";
  static sql::Statement same(const PayerRule& row) {
    return sql::Statement(" WHERE t.code = ? AND t.region = ?", row.code, row.region);
  }
  static std::string words(const PayerRule& row) { return row.name; }
  static Book on(const Book& book, const PayerRule& row) { return book.with({}, {}, {row}, {}); }
};
template <>
struct Kind<QuotaRule> {
  static constexpr sql::Literal table{"quota_rule"};
  static constexpr std::string_view subject = "quota_rule", added = "catalogue.quota_rule_add", ended = "catalogue.quota_rule_end";
  static sql::Statement same(const QuotaRule& row) {
    return sql::Statement(" WHERE t.code = ? AND t.region = ?", row.code, row.region);
  }
  static std::string words(const QuotaRule& row) { return row.name; }
  static Book on(const Book& book, const QuotaRule& row) { return book.with({}, {}, {}, {row}); }
};

template <class Row>
void shelve(command::Tx& tx, const Row& row) {
  tx.after_commit([&kernel = tx.kernel, row] {
    Shelf& shelf = kernel.parts.get<Shelf>();
    shelf.put(Kind<Row>::on(*shelf.book(), row));
  });
}

Status may_edit(command::Tx& tx, RegionCode region) {
  const bool known = region.value == 0 || region::divisions(tx.kernel)->exists(region, tx.today());
  if (known && tx.caller.in_scope(region)) return {};
  return fail_field("region", "适用地区", "没有这个地区，或不在您的管辖范围内。");
}

Status may_edit_items(command::Tx& tx) {
  if (tx.caller.in_scope(region::city(tx.kernel))) return {};
  return fail(yilin::errors::forbidden, "服务项目全市统一，由市级民政部门维护。");
}

template <class Row>
std::vector<Row> rows_where(command::Tx& tx, const sql::Statement& where) {
  std::vector<Row> out;
  auto rows = tx.db.rows(store::select<Row>(Kind<Row>::table, "t").add(where));
  while (rows.next()) out.push_back(store::read<Row>(rows, tx.vault(), Kind<Row>::table));
  return out;
}

template <class Row>
Result<Row> add_row(command::Tx& tx, Row row) {
  YILIN_CHECK(rules::check_dates(row));
  YILIN_CHECK(may_edit(tx, row.region));
  for (const Row& other : rows_where<Row>(tx, Kind<Row>::same(row)))
    if (rules::overlap(row, other))
      return fail(errors::dates_overlap,
                  fmt::format("同一地区已有 {} 的记录（{}），有效期重叠；请先终止它，再新增。",
                              rules::describe(static_cast<const Validity&>(other)), Kind<Row>::words(other)));
  row.id = tx.new_id<decltype(row.id)>();
  row.created_at = row.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), Kind<Row>::table, row);
  tx.record({Kind<Row>::added, Kind<Row>::subject, row.id.value, row.region, {}, {}, entity::to_json(row)});
  shelve(tx, row);
  return row;
}

template <class Row, class RowId>
Result<Row> end_row(command::Tx& tx, const EndRow<RowId>& in) {
  auto found = rows_where<Row>(tx, sql::Statement(" WHERE t.id = ?", in.id));
  if (found.empty() || !tx.caller.in_scope(found.front().region)) return fail(yilin::errors::not_found);
  Row row = std::move(found.front());
  if (row.version != in.version) return fail(yilin::errors::conflict);
  YILIN_TRY(row.valid_to, rules::end_on(row, in.last_day, tx.today()));
  for (const Row& other : rows_where<Row>(tx, Kind<Row>::same(row)))
    if (other.id != row.id && rules::overlap(row, other))
      return fail(errors::dates_overlap,
                  fmt::format("与 {} 的记录（{}）有效期重叠。", rules::describe(static_cast<const Validity&>(other)),
                              Kind<Row>::words(other)));
  ++row.version;
  row.updated_at = tx.now;
  store::update(tx.db, tx.vault(), Kind<Row>::table, row, {"valid_to", "version", "updated_at"});
  tx.record({Kind<Row>::ended, Kind<Row>::subject, row.id.value, row.region, {}, in.reason, entity::to_json(row)});
  shelve(tx, row);
  return row;
}

// A code names things in data and addresses: small letters, digits, _ and dots.
Status check_code(std::string_view code) {
  const bool good = std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  if (good && !code.empty()) return {};
  return fail_field("code", "编码", "编码只能用小写字母、数字、下划线和点。");
}

Status check_item(const ItemTerms& item) {
  YILIN_CHECK(check_code(item.code));
  if (item.duration_floor_min > item.duration_min)
    return fail_field("duration_floor_min", "最短服务时长", "最短服务时长不能长于每单位时长。");
  return {};
}

Status check_condition(const Condition& c) {
  if (c.ability_min == Ability::unassessed || c.ability_max == Ability::unassessed)
    return fail_field("ability_min", "能力等级", "能力等级条件应为 0 至 4 级之一。");
  if (c.ability_min && c.ability_max && *c.ability_min > *c.ability_max)
    return fail_field("ability_max", "能力等级不高于", "能力等级上限不能低于下限。");
  return {};
}

void shelve_item(command::Tx& tx, const ServiceItem& item) {
  tx.after_commit([&kernel = tx.kernel, item] {
    Shelf& shelf = kernel.parts.get<Shelf>();
    shelf.put(shelf.book()->with({item}, {}, {}, {}));
  });
}

std::optional<ServiceItemId> id_of(command::Tx& tx, std::string_view code) {
  auto rows = tx.db.rows("SELECT id FROM service_item WHERE code = ?", code);
  if (!rows.next()) return std::nullopt;
  return rows.id<ServiceItemId>(0);
}

template <class To, class From>
To made(const From& terms) {
  To row;
  static_cast<From&>(row) = terms;
  return row;
}

}  // namespace

Result<ServiceItem> create_item(command::Tx& tx, const ItemTerms& in) {
  YILIN_CHECK(may_edit_items(tx));
  YILIN_CHECK(check_item(in));
  if (id_of(tx, in.code)) return fail(errors::code_taken, fmt::format("编码“{}”已被使用。", in.code));
  ServiceItem item = made<ServiceItem>(in);
  item.id = tx.new_id<ServiceItemId>();
  item.created_at = item.updated_at = tx.now;
  store::insert(tx.db, tx.vault(), "service_item", item);
  tx.record({"catalogue.item_add", "service_item", item.id.value, {}, {}, {}, entity::to_json(item)});
  shelve_item(tx, item);
  return item;
}

Result<ServiceItem> change_item(command::Tx& tx, const ChangeItem& in) {
  YILIN_CHECK(may_edit_items(tx));
  YILIN_CHECK(check_item(in));
  std::optional<ServiceItem> item;
  {
    auto rows = tx.db.rows(store::select<ServiceItem>("service_item", "i").add(" WHERE i.id = ?", in.id));
    if (rows.next()) item = store::read<ServiceItem>(rows, tx.vault(), "service_item");
  }
  if (!item) return fail(yilin::errors::not_found);
  if (item->version != in.version) return fail(yilin::errors::conflict);
  if (item->code != in.code) return fail_field("code", "编码", "编码一经使用不能更改；请停用此项目后另建。");
  static_cast<ItemTerms&>(*item) = in;
  ++item->version;
  item->updated_at = tx.now;
  store::update(tx.db, tx.vault(), "service_item", *item);
  tx.record({"catalogue.item_change", "service_item", item->id.value, {}, {}, {}, entity::to_json(*item)});
  shelve_item(tx, *item);
  return *item;
}

Result<Price> add_price(command::Tx& tx, const PriceTerms& in) {
  const auto item = id_of(tx, in.item);
  if (!item) return fail_field("item", "服务项目编码", "没有这个服务项目。");
  return add_row(tx, price_of(in, *item));
}

Result<PayerRule> add_payer_rule(command::Tx& tx, const PayerTerms& in) {
  YILIN_CHECK(check_code(in.code));
  YILIN_CHECK(check_condition(in));
  if (in.payer == Payer::elder) return fail_field("payer", "资金来源", "个人自付由系统按余额计算，不设规则。");
  for (const std::string& code : in.items)
    if (!id_of(tx, code)) return fail_field("items", "适用项目", fmt::format("没有编码为“{}”的服务项目。", code));
  return add_row(tx, made<PayerRule>(in));
}

Result<QuotaRule> add_quota_rule(command::Tx& tx, const QuotaTerms& in) {
  YILIN_CHECK(check_code(in.code));
  YILIN_CHECK(check_condition(in));
  return add_row(tx, made<QuotaRule>(in));
}

Result<Price> end_price(command::Tx& tx, const EndRow<PriceId>& in) { return end_row<Price>(tx, in); }
Result<PayerRule> end_payer_rule(command::Tx& tx, const EndRow<PayerRuleId>& in) { return end_row<PayerRule>(tx, in); }
Result<QuotaRule> end_quota_rule(command::Tx& tx, const EndRow<QuotaRuleId>& in) { return end_row<QuotaRule>(tx, in); }

}  // namespace yilin::catalogue
