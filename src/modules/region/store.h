#pragma once
// Rows of `division` and the settings in `meta`: inside the module only.

#include <memory>
#include <mutex>

#include "modules/region/region.h"

namespace yilin::region {


std::span<const sql::Migration> migrations();

std::vector<sql::Value> row_of(const Division& division);
// "SELECT … FROM division"; add WHERE.
sql::Statement select_divisions();
Division read_division(const sql::Rows& rows);
void insert_divisions(sql::Connection& db, std::span<const Division> rows);

void put_meta(sql::Connection& db, std::string_view key, std::string_view value);

// What the module keeps in memory.
class Part {
 public:
  Part(std::shared_ptr<const Divisions> divisions, bool demo) : divisions_(std::move(divisions)), demo_(demo) {}
  std::shared_ptr<const Divisions> now() const {
    const std::lock_guard lock(mutex_);
    return divisions_;
  }
  void add(std::vector<Division> rows) {
    auto next = now()->with(std::move(rows));
    const std::lock_guard lock(mutex_);
    divisions_ = std::move(next);
  }
  bool demo() const { return demo_; }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Divisions> divisions_;
  const bool demo_;
};

// The upper levels of the country and everything below `city`.
std::vector<Division> read_tree(sql::Connection& db, RegionCode city);
RegionCode stored_city(sql::Connection& db);

}  // namespace yilin::region
