#include "modules/figures/routes.h"

#include "modules/figures/views.h"

namespace yilin::figures {
namespace {
using access::Permission;
using access::Role;

constexpr Permission figures_read{"figures.read", "查看统计", {Role::official, Role::community_worker, Role::hotline_operator, Role::dispatcher,
                                                           Role::finance, Role::auditor}};
}  // namespace

void add_routes(http::Router& router) {
  router.query<FiguresQuery, Figures>({"GET /api/figures", "统计：本级与下级", figures_read}, show_figures);
  router.query<EldersQuery, ElderFigures>({"GET /api/figures/elders", "老人构成：本级与下级", figures_read}, show_elders);
  router.query<RowsQuery, http::Page<FigureItem>>({"GET /api/figures/rows", "统计数的明细", figures_read}, list_rows);
  router.query<http::Nothing, Today>({"GET /api/today", "今日待办", http::any_session}, show_today);
}

}  // namespace yilin::figures
