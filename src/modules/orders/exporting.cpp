// The list of orders as a file.
#include "http/download/download.h"
#include "modules/orders/routes.h"
#include "modules/orders/views.h"

namespace yilin::orders {

namespace {
using access::Role;
constexpr access::Permission order_export{"order.export", "导出订单", {Role::official, Role::finance, Role::provider_manager}};
}  // namespace

void add_export_routes(http::Router& router) {
  using formats::XlsxKind;
  http::download::add_list_routes<OrderList, OrderRow>(
      router, order_export,
      {"GET /api/orders/export.csv", "GET /api/orders/export.xlsx", "导出订单", "orders", "订单", "order.export", "order_list",
       {{"id", XlsxKind::text, 22}, {"elder_name"}, {"region_name", XlsxKind::text, 28}, {"item_name"}, {"organisation_name", XlsxKind::text, 24},
        {"wanted_from", XlsxKind::text, 18}, {"created_at", XlsxKind::text, 18}, {"state"}, {"channel"}, {"price_fen", XlsxKind::yuan, 12},
        {"self_fen", XlsxKind::yuan, 12}}},
      list_orders);
}

}  // namespace yilin::orders
