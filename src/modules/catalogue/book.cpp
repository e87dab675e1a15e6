#include "modules/catalogue/book.h"

#include <algorithm>

namespace yilin::catalogue {
namespace {

// Of rows with equal key (neighbours in `rows`), the one of the deepest region that covers `region` on that day.
template <class Row, class Key, class Fits>
std::vector<const Row*> in_force(const std::vector<Row>& rows, RegionCode region, Date on, Key key, Fits fits) {
  std::vector<const Row*> out;
  for (const Row& row : rows) {
    if (!row.valid_on(on) || !row.region.contains(region) || !fits(row)) continue;
    if (!out.empty() && key(*out.back()) == key(row)) {
      if (row.region.level() > out.back()->region.level()) out.back() = &row;
    } else {
      out.push_back(&row);
    }
  }
  return out;
}

template <class Row>
std::vector<Row> replaced(const std::vector<Row>& old, std::vector<Row> fresh) {
  std::vector<Row> out;
  out.reserve(old.size() + fresh.size());
  for (const Row& row : old)
    if (std::none_of(fresh.begin(), fresh.end(), [&](const Row& f) { return f.id == row.id; })) out.push_back(row);
  std::move(fresh.begin(), fresh.end(), std::back_inserter(out));
  return out;
}

template <class Row>
std::vector<Row> all(sql::Connection& db, const entity::Vault& vault, sql::Literal table) {
  std::vector<Row> out;
  auto rows = db.rows(entity::store::select<Row>(table, "t"));
  while (rows.next()) out.push_back(entity::store::read<Row>(rows, vault, table));
  return out;
}

}  // namespace

Price price_of(const PriceTerms& terms, ServiceItemId item) {
  Price price;
  static_cast<Validity&>(price) = terms;
  price.item_id = item;
  price.ceiling_fen = terms.ceiling_fen;
  price.basis = terms.basis;
  price.confidence = terms.confidence;
  return price;
}

bool pays_for(const PayerTerms& rule, const ItemTerms& item) {
  const auto listed = [](const auto& list, const auto& wanted) { return std::find(list.begin(), list.end(), wanted) != list.end(); };
  return (rule.items.empty() && rule.categories.empty()) || listed(rule.items, item.code) || listed(rule.categories, item.category);
}

Book::Book(std::vector<ServiceItem> items, std::vector<Price> prices, std::vector<PayerRule> payer_rules,
           std::vector<QuotaRule> quota_rules)
    : items_(std::move(items)), prices_(std::move(prices)), payer_rules_(std::move(payer_rules)),
      quota_rules_(std::move(quota_rules)) {
  std::sort(items_.begin(), items_.end(), [](const ServiceItem& a, const ServiceItem& b) {
    return std::pair(a.category, std::string_view(a.code)) < std::pair(b.category, std::string_view(b.code));
  });
  const auto by_code = [](const auto& a, const auto& b) { return std::pair(std::string_view(a.code), a.id) < std::pair(std::string_view(b.code), b.id); };
  std::sort(prices_.begin(), prices_.end(), [](const Price& a, const Price& b) { return std::pair(a.item_id, a.id) < std::pair(b.item_id, b.id); });
  std::sort(payer_rules_.begin(), payer_rules_.end(), by_code);
  std::sort(quota_rules_.begin(), quota_rules_.end(), by_code);
}

const ServiceItem* Book::find(ServiceItemId id) const {
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const ServiceItem& i) { return i.id == id; });
  return found == items_.end() ? nullptr : &*found;
}

const ServiceItem* Book::find(std::string_view code) const {
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const ServiceItem& i) { return i.code == code; });
  return found == items_.end() ? nullptr : &*found;
}

const Price* Book::price(ServiceItemId item, RegionCode region, Date on) const {
  const auto first = std::lower_bound(prices_.begin(), prices_.end(), item,
                                      [](const Price& row, ServiceItemId wanted) { return row.item_id < wanted; });
  const Price* best = nullptr;
  for (auto row = first; row != prices_.end() && row->item_id == item; ++row)
    if (row->valid_on(on) && row->region.contains(region) && (!best || row->region.level() > best->region.level())) best = &*row;
  return best;
}

std::vector<const PayerRule*> Book::payers(const ServiceItem& item, RegionCode region, Date on) const {
  auto rules = in_force(payer_rules_, region, on, [](const PayerRule& r) { return std::string_view(r.code); },
                        [&](const PayerRule& r) { return pays_for(r, item); });
  std::stable_sort(rules.begin(), rules.end(), [](const PayerRule* a, const PayerRule* b) { return a->order_no < b->order_no; });
  return rules;
}

std::vector<const QuotaRule*> Book::quotas(RegionCode region, Date on) const {
  return in_force(quota_rules_, region, on, [](const QuotaRule& r) { return std::string_view(r.code); },
                  [](const QuotaRule&) { return true; });
}

Book Book::with(std::vector<ServiceItem> items, std::vector<Price> prices, std::vector<PayerRule> payer_rules,
                std::vector<QuotaRule> quota_rules) const {
  return Book(replaced(items_, std::move(items)), replaced(prices_, std::move(prices)),
              replaced(payer_rules_, std::move(payer_rules)), replaced(quota_rules_, std::move(quota_rules)));
}

std::shared_ptr<const Book> Shelf::book() const {
  const std::lock_guard lock(mutex_);
  return book_;
}

void Shelf::put(Book book) {
  auto fresh = std::make_shared<const Book>(std::move(book));
  const std::lock_guard lock(mutex_);
  book_ = std::move(fresh);
}

Book Shelf::load(sql::Connection& db, const entity::Vault& vault) {
  return Book(all<ServiceItem>(db, vault, "service_item"), all<Price>(db, vault, "price"),
              all<PayerRule>(db, vault, "payer_rule"), all<QuotaRule>(db, vault, "quota_rule"));
}

}  // namespace yilin::catalogue
