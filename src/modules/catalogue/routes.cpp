#include "modules/catalogue/routes.h"

#include "modules/catalogue/commands.h"
#include "modules/catalogue/queries.h"

namespace yilin::catalogue {

void add_routes(http::Router& router) {
  using http::any_session;
  using http::open_to_all;
  using http::Page;

  router.query<ItemQuery, Page<PublicService>>({"GET /api/public/services", "服务项目、价格和补贴公示", open_to_all}, public_services);
  router.query<Estimate, Quote>({"GET /api/public/estimate", "费用估算", open_to_all}, estimate);
  router.query<ItemQuery, Page<ServiceView>>({"GET /api/catalogue/items", "服务项目列表", open_to_all}, list_items);
  router.query<ItemPath, ServiceDetail>({"GET /api/catalogue/items/{id}", "服务项目详情", open_to_all}, show_item);
  router.query<RowQuery, Page<Price>>({"GET /api/catalogue/prices", "价格列表", any_session}, list_prices);
  router.query<RowQuery, Page<PayerRule>>({"GET /api/catalogue/payer-rules", "资金分担规则列表", any_session}, list_payer_rules);
  router.query<RowQuery, Page<QuotaRule>>({"GET /api/catalogue/quota-rules", "月度额度规则列表", any_session}, list_quota_rules);

  router.command<ItemTerms, ServiceItem>({"POST /api/catalogue/items", "新增服务项目", catalogue_edit}, create_item);
  router.command<ChangeItem, ServiceItem>({"PUT /api/catalogue/items/{id}", "修改服务项目", catalogue_edit}, change_item);
  router.command<PriceTerms, Price>({"POST /api/catalogue/prices", "新增价格", catalogue_edit}, add_price);
  router.command<EndRow<PriceId>, Price>({"POST /api/catalogue/prices/{id}/end", "终止价格", catalogue_edit}, end_price);
  router.command<PayerTerms, PayerRule>({"POST /api/catalogue/payer-rules", "新增资金分担规则", catalogue_edit}, add_payer_rule);
  router.command<EndRow<PayerRuleId>, PayerRule>(
      {"POST /api/catalogue/payer-rules/{id}/end", "终止资金分担规则", catalogue_edit}, end_payer_rule);
  router.command<QuotaTerms, QuotaRule>({"POST /api/catalogue/quota-rules", "新增月度额度规则", catalogue_edit}, add_quota_rule);
  router.command<EndRow<QuotaRuleId>, QuotaRule>(
      {"POST /api/catalogue/quota-rules/{id}/end", "终止月度额度规则", catalogue_edit}, end_quota_rule);
}

}  // namespace yilin::catalogue
