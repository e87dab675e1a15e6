// Seed data: CSV whose columns are the fields of the terms.
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "formats/terms/terms.h"
#include "kernel/command/command.h"
#include "modules/catalogue/book.h"
#include "modules/catalogue/catalogue.h"

namespace yilin::catalogue {
namespace {

namespace store = entity::store;

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
  YILIN_TRY(const auto items, formats::read_terms<ItemTerms>(base / "items.csv", errors::seed_broken, today));
  YILIN_TRY(const auto prices, formats::read_terms<PriceTerms>(base / "prices.csv", errors::seed_broken, today));
  YILIN_TRY(const auto payers, formats::read_terms<PayerTerms>(base / "payer_rules.csv", errors::seed_broken, today));
  YILIN_TRY(const auto quotas, formats::read_terms<QuotaTerms>(base / "quota_rules.csv", errors::seed_broken, today));

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
