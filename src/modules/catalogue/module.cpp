#include "modules/catalogue/module.h"

#include "modules/catalogue/book.h"
#include "modules/catalogue/catalogue.h"
#include "modules/catalogue/routes.h"
#include "modules/catalogue/rules.h"

namespace yilin::catalogue {

std::span<const sql::Migration> migrations();

Module module() {
  return {"catalogue", migrations(),
          [](Kernel& kernel, http::Router& router) {
            Shelf& shelf = kernel.parts.put<Shelf>();
            shelf.put(Shelf::load(*kernel.readers->borrow(), kernel.vault));
            add_routes(router);
          },
          {&errors::item_inactive, &errors::no_price, &errors::code_taken, &errors::dates_overlap, &errors::seed_broken},
          {{"catalogue.item_add", "新增服务项目"},
           {"catalogue.item_change", "修改服务项目"},
           {"catalogue.price_add", "新增价格"},
           {"catalogue.price_end", "终止价格"},
           {"catalogue.payer_rule_add", "新增资金分担规则"},
           {"catalogue.payer_rule_end", "终止资金分担规则"},
           {"catalogue.quota_rule_add", "新增月度额度规则"},
           {"catalogue.quota_rule_end", "终止月度额度规则"},
           {"catalogue.seed", "装载服务目录"}}};
}

Result<ServiceItem> item(const Kernel& kernel, ServiceItemId id) {
  const auto book = kernel.parts.get<Shelf>().book();
  if (const ServiceItem* found = book->find(id)) return *found;
  return fail(yilin::errors::not_found, "没有这个服务项目。");
}

Result<ServiceItem> item_by_code(const Kernel& kernel, std::string_view code) {
  const auto book = kernel.parts.get<Shelf>().book();
  if (const ServiceItem* found = book->find(code)) return *found;
  return fail(yilin::errors::not_found, "没有这个服务项目。");
}

std::vector<ServiceItem> items(const Kernel& kernel) {
  std::vector<ServiceItem> out;
  for (const ServiceItem& i : kernel.parts.get<Shelf>().book()->items())
    if (i.active) out.push_back(i);
  return out;
}

Result<Quote> quote(const Kernel& kernel, const ElderFacts& elder, const QuoteRequest& request) {
  return rules::quote(*kernel.parts.get<Shelf>().book(), elder, request);
}

MonthlyQuota monthly_quota(const Kernel& kernel, const ElderFacts& elder, RegionCode region, Month month) {
  return rules::monthly_quota(*kernel.parts.get<Shelf>().book(), elder, region, month);
}

}  // namespace yilin::catalogue
