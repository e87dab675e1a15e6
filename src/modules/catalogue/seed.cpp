// Seed data: CSV whose columns are the fields of the terms.
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "formats/table.h"
#include "kernel/command/command.h"
#include "modules/catalogue/book.h"
#include "modules/catalogue/catalogue.h"

namespace yilin::catalogue {
namespace {

namespace store = entity::store;

template <entity::HasFields Terms>
Result<std::vector<Terms>> read_csv(const std::filesystem::path& path, Date today) {
  const auto wrong = [&](std::size_t row, std::string_view why) {
    return fail(errors::seed_broken, fmt::format("{} 第 {} 行：{}", path.filename().string(), row, why));
  };
  YILIN_TRY(const auto reader, formats::open_table_file(path));
  formats::Row row;
  YILIN_TRY(const bool any, reader->next(row));
  if (!any) return wrong(1, "没有表头。");
  std::vector<const entity::Field*> columns;
  for (const std::string_view name : row.cells) {
    columns.push_back(Terms::fields().find(name));
    if (!columns.back()) return wrong(row.number, fmt::format("不认识的列“{}”。", name));
  }
  std::vector<Terms> out;
  for (;;) {
    YILIN_TRY(const bool more, reader->next(row));
    if (!more) return out;
    Terms terms;
    entity::Input input{today, {}};
    entity::json::object given;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string_view cell = row.cell(i);
      if (cell.empty()) continue;
      given[columns[i]->name] = true;
      columns[i]->codec->from_text(cell, columns[i]->member(&terms), *columns[i], std::string(columns[i]->name), input);
    }
    entity::detail::require_members(Terms::fields(), &terms, input, "", &given);
    if (!input.errors.empty()) return wrong(row.number, input.errors.front().message);
    out.push_back(std::move(terms));
  }
}

struct Fresh {
  std::vector<ServiceItem> items;
  std::vector<Price> prices;
  std::vector<PayerRule> payer_rules;
  std::vector<QuotaRule> quota_rules;
  std::size_t size() const { return items.size() + prices.size() + payer_rules.size() + quota_rules.size(); }
};

// Rows go in by chunks of what one command may write; each chunk is one act.
class Loader {
 public:
  explicit Loader(Kernel& kernel) : kernel_(kernel), book_(kernel.parts.get<Shelf>().book()) {}

  template <class Row>
  Status add(std::vector<Row> rows, sql::Literal table, std::vector<Row> Fresh::*list) {
    for (std::size_t first = 0; first < rows.size(); first += command::Tx::kCommandRows) {
      const std::size_t last = std::min(first + command::Tx::kCommandRows, rows.size());
      YILIN_CHECK(command::run(kernel_, access::Caller::system(), [&](command::Tx& tx) -> Status {
        auto fresh = std::make_shared<Fresh>();
        for (std::size_t i = first; i < last; ++i) {
          Row row = rows[i];
          row.id = tx.new_id<decltype(row.id)>();
          row.created_at = row.updated_at = tx.now;
          store::insert(tx.db, tx.vault(), table, row);
          ((*fresh).*list).push_back(std::move(row));
        }
        tx.record({"catalogue.seed", "catalogue", 0, {}, {}, {},
                   fmt::format(R"({{"table":"{}","rows":{}}})", table.text, last - first)});
        tx.after_commit([&kernel = kernel_, fresh] {
          Shelf& shelf = kernel.parts.get<Shelf>();
          shelf.put(shelf.book()->with(fresh->items, fresh->prices, fresh->payer_rules, fresh->quota_rules));
        });
        return {};
      }, sql::Lane::bulk));
      added_ += static_cast<std::int64_t>(last - first);
    }
    book_ = kernel_.parts.get<Shelf>().book();
    return {};
  }
  const Book& book() const { return *book_; }
  std::int64_t added() const { return added_; }

 private:
  Kernel& kernel_;
  std::shared_ptr<const Book> book_;
  std::int64_t added_ = 0;
};

template <class Row, class Terms>
std::vector<Row> missing_rules(const std::vector<Terms>& seed, const std::vector<Row>& there) {
  using Key = std::tuple<std::string, RegionCode, Date>;
  std::set<Key> known;
  for (const Row& row : there) known.emplace(row.code, row.region, row.valid_from);
  std::vector<Row> out;
  for (const Terms& terms : seed) {
    if (!known.emplace(terms.code, terms.region, terms.valid_from).second) continue;
    Row row;
    static_cast<Terms&>(row) = terms;
    out.push_back(std::move(row));
  }
  return out;
}

}  // namespace

Result<std::int64_t> load_seed(Kernel& kernel, const std::string& folder) {
  const std::filesystem::path base(folder);
  const Date today = civil_date(kernel.clock.now());
  YILIN_TRY(const auto items, read_csv<ItemTerms>(base / "items.csv", today));
  YILIN_TRY(const auto prices, read_csv<PriceTerms>(base / "prices.csv", today));
  YILIN_TRY(const auto payers, read_csv<PayerTerms>(base / "payer_rules.csv", today));
  YILIN_TRY(const auto quotas, read_csv<QuotaTerms>(base / "quota_rules.csv", today));

  Loader loader(kernel);
  std::vector<ServiceItem> new_items;
  for (const ItemTerms& terms : items) {
    if (loader.book().find(terms.code)) continue;
    ServiceItem item;
    static_cast<ItemTerms&>(item) = terms;
    new_items.push_back(std::move(item));
  }
  YILIN_CHECK(loader.add(std::move(new_items), "service_item", &Fresh::items));

  std::set<std::tuple<ServiceItemId, RegionCode, Date>> priced;
  for (const Price& row : loader.book().prices()) priced.emplace(row.item_id, row.region, row.valid_from);
  std::vector<Price> new_prices;
  for (const PriceTerms& terms : prices) {
    const ServiceItem* item = loader.book().find(terms.item);
    if (!item) return fail(errors::seed_broken, fmt::format("prices.csv：没有编码为“{}”的服务项目。", terms.item));
    if (!priced.emplace(item->id, terms.region, terms.valid_from).second) continue;
    new_prices.push_back(price_of(terms, item->id));
  }
  YILIN_CHECK(loader.add(std::move(new_prices), "price", &Fresh::prices));
  YILIN_CHECK(loader.add(missing_rules<PayerRule>(payers, loader.book().payer_rules()), "payer_rule", &Fresh::payer_rules));
  YILIN_CHECK(loader.add(missing_rules<QuotaRule>(quotas, loader.book().quota_rules()), "quota_rule", &Fresh::quota_rules));
  return loader.added();
}

}  // namespace yilin::catalogue
