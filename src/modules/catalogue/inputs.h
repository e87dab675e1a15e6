#pragma once
// What the routes of the catalogue take and give beyond the stored rows.

#include <optional>
#include <string>
#include <vector>

#include "modules/catalogue/types.h"

namespace yilin::catalogue {

struct ChangeItem : ItemTerms {  // the code stays as it is
  ServiceItemId id;
  std::int64_t version = 0;
  static const entity::Table& fields();
};

// Ends a price or rule: the last day on which it is in force.
template <class RowId>
struct EndRow {
  RowId id;
  std::int64_t version = 0;
  Date last_day;
  std::string reason;
  static const entity::Table& fields() {
    static const entity::Table table("EndRow", "终止", {
        entity::field<&EndRow::id>("id", "编号"),
        entity::field<&EndRow::version>("version", "版本").required(),
        entity::field<&EndRow::last_day>("last_day", "最后有效日").required(),
        entity::field<&EndRow::reason>("reason", "原因").required().text_max(300),
    });
    return table;
  }
};

struct ItemQuery {
  std::optional<Category> category;
  std::string q;         // part of the name or code
  RegionCode region;     // whose prices; empty: the served city
  bool inactive = false; // with those no longer offered
  std::int64_t limit = 50;
  std::string cursor;
  static const entity::Table& fields();
};

struct ItemPath {
  ServiceItemId id;
  RegionCode region;
  static const entity::Table& fields();
};

// Rows in force in a region or below it.
struct RowQuery {
  std::string item;      // code of the service; empty: all
  RegionCode region;
  bool past = false;     // with those that have ended or were withdrawn
  std::int64_t limit = 50;
  std::string cursor;
  static const entity::Table& fields();
};

// An item with today's price in the region asked for.
struct ServiceView : ServiceItem {
  std::optional<Fen> price_fen;  // null: no price there
  RegionCode price_region;
  std::string price_basis;
  Confidence price_confidence = Confidence::sample;
  static const entity::Table& fields();
};

struct ServiceDetail {
  ServiceView item;
  std::vector<Price> prices;           // of the region, those above and below it; latest first
  std::vector<PayerRule> payer_rules;  // in force today in the region, in the order in which they pay
  static const entity::Table& fields();
};

// For citizens: one benefit in words.
struct Subsidy {
  std::string name;
  std::string who;   // "低保；中度失能至完全失能"
  std::string pays;  // "80%（市级财政 40%、县级财政 40%），每次最高 50.00 元"
  std::string basis;
  Confidence confidence = Confidence::sample;
  static const entity::Table& fields();
};

struct PublicService {
  ServiceItemId id;
  std::string code, name;
  Category category = Category::meal;
  Unit unit = Unit::time;
  std::int32_t duration_min = 0;
  std::string standard;
  std::optional<Fen> price_fen;
  std::string price_basis;
  Confidence price_confidence = Confidence::sample;
  std::vector<Subsidy> subsidies;
  static const entity::Table& fields();
};

// A citizen's estimate: nothing is stored, nobody is identified.
struct Estimate {
  ServiceItemId item_id;
  RegionCode region;
  std::int64_t units = 1;
  std::optional<std::int32_t> age;
  std::optional<Ability> ability;
  std::optional<Living> living;
  std::vector<Label> labels;
  static const entity::Table& fields();
};

}  // namespace yilin::catalogue
