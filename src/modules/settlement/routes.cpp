#include "modules/settlement/routes.h"

#include "modules/settlement/commands.h"
#include "modules/settlement/views.h"

namespace yilin::settlement {
namespace {
using access::Permission;
using access::Role;

constexpr Permission receipt_read{"receipt.read", "查看结算单", {Role::finance, Role::official, Role::auditor, Role::provider_manager,
                                                             Role::elder, Role::family}};
constexpr Permission receipt_reverse{"receipt.reverse", "冲销结算单", {Role::finance}};
constexpr Permission statement_close{"statement.close", "月度结账", {Role::finance}};
constexpr Permission statement_sign{"statement.sign", "结算表签字", {Role::finance, Role::official}};
}  // namespace

void add_routes(http::Router& router) {
  using http::Page;
  router.query<ReceiptQuery, Page<ReceiptView>>({"GET /api/receipts", "结算单列表", receipt_read}, list_receipts);
  router.query<ReceiptPath, ReceiptView>({"GET /api/receipts/{id}", "结算单详情", receipt_read}, show_receipt);
  router.command<Reverse, Receipt>({"POST /api/receipts/{id}/reverse", "冲销结算单", receipt_reverse}, reverse);
  router.query<StatementQuery, Page<StatementRow>>({"GET /api/statements", "月度结算", receipt_read}, list_statements);
  router.query<ElderMonths, Page<StatementRow>>({"GET /api/elders/{id}/statements", "老人的各月结算", receipt_read}, elder_months);
  router.query<StatementShow, StatementView>({"GET /api/statements/{id}", "月度结算表", receipt_read}, show_statement);
  router.command<CloseStatement, Statement>({"POST /api/statements/close", "月度结账", statement_close}, close, prepare_close);
  router.command<StatementPath, Statement>({"POST /api/statements/{id}/sign", "结算表签字", statement_sign}, sign);
}

}  // namespace yilin::settlement
