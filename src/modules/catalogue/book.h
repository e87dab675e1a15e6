#pragma once
// The catalogue in memory: one immutable snapshot, and the shelf that holds the present one.

#include <memory>
#include <mutex>
#include <vector>

#include "kernel/sql/connection.h"
#include "kernel/entity/store.h"
#include "modules/catalogue/types.h"

namespace yilin::catalogue {

Price price_of(const PriceTerms& terms, ServiceItemId item);

class Book {
 public:
  Book() = default;
  Book(std::vector<ServiceItem> items, std::vector<Price> prices, std::vector<PayerRule> payer_rules,
       std::vector<QuotaRule> quota_rules);

  const ServiceItem* find(ServiceItemId id) const;      // null: unknown
  const ServiceItem* find(std::string_view code) const;
  const std::vector<ServiceItem>& items() const { return items_; }  // by category, then code
  const std::vector<Price>& prices() const { return prices_; }
  const std::vector<PayerRule>& payer_rules() const { return payer_rules_; }
  const std::vector<QuotaRule>& quota_rules() const { return quota_rules_; }

  // The price of the deepest region that has one on that day; null: none.
  const Price* price(ServiceItemId item, RegionCode region, Date on) const;
  // What is in force for the item there and then, in the order in which they pay.
  std::vector<const PayerRule*> payers(const ServiceItem& item, RegionCode region, Date on) const;
  std::vector<const QuotaRule*> quotas(RegionCode region, Date on) const;

  // With these rows added, or put in place of those with their id.
  Book with(std::vector<ServiceItem> items, std::vector<Price> prices, std::vector<PayerRule> payer_rules,
            std::vector<QuotaRule> quota_rules) const;

 private:
  std::vector<ServiceItem> items_;
  std::vector<Price> prices_;          // by item
  std::vector<PayerRule> payer_rules_; // by code
  std::vector<QuotaRule> quota_rules_; // by code
};

class Shelf {
 public:
  std::shared_ptr<const Book> book() const;
  void put(Book book);
  static Book load(sql::Connection& db, const entity::Vault& vault);

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Book> book_ = std::make_shared<const Book>();
};

}  // namespace yilin::catalogue
