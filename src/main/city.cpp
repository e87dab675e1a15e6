#include "main/city.h"

#include <cstdio>

#include "base/log.h"
#include "http/standard_routes.h"
#include "kernel/journal/verbs.h"
#include "main/modules.h"

namespace yilin {

City::~City() {
  if (kernel) kernel->stop();
  router.reset();
}

std::string database_url(const CityOptions& options) {
  return options.database.empty() ? "sqlite:" + options.data + "/yilin.db" : options.database;
}

City open_city(const CityOptions& options, const Clock& clock, const std::function<void(Kernel&)>& prepare) {
  const std::vector<Module> modules = city_modules();
  std::vector<sql::Migration> migrations;
  for (const Module& module : modules) migrations.insert(migrations.end(), module.migrations.begin(), module.migrations.end());
  City city;
  city.kernel = std::make_unique<Kernel>(KernelOptions{database_url(options), options.data, options.cell, 4}, clock,
                                         migrations, [&](std::string_view name) {
                                           if (!options.quiet) std::fprintf(stderr, "  建表 %.*s\n", int(name.size()), name.data());
                                         });
  if (prepare) prepare(*city.kernel);
  city.router = std::make_unique<http::Router>(*city.kernel);
  http::add_standard_routes(*city.kernel, *city.router);
  for (const Module& module : modules) {
    journal::register_verbs(module.verbs);
    module.attach(*city.kernel, *city.router);
  }
  return city;
}

}  // namespace yilin
