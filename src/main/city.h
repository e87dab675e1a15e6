#pragma once
// A city's program put together: kernel, router and modules over one database, as every subcommand needs it.

#include <functional>
#include <memory>
#include <string>

#include "http/router.h"

namespace yilin {

struct CityOptions {
  std::string data = "var";
  std::string database;  // empty: sqlite in `data`
  int cell = 0;
  bool quiet = false;    // no progress on the terminal
};

struct City {
  std::unique_ptr<Kernel> kernel;
  std::unique_ptr<http::Router> router;
  City() = default;
  City(City&&) = default;
  ~City();
};

std::string database_url(const CityOptions& options);
// Opens the database as its writer, migrates, attaches the modules. Throws sql::Failure with a Chinese sentence.
// `prepare` runs before the modules are attached: the divisions and the city must stand before what is indexed by them.
City open_city(const CityOptions& options, const Clock& clock = system_clock(), const std::function<void(Kernel&)>& prepare = {});

}  // namespace yilin
