#pragma once
// Reads of the catalogue, all from the snapshot in memory. Nothing here is personal: regions narrow what is shown, scopes
// do not.

#include "http/page.h"
#include "kernel/command/tx.h"
#include "modules/catalogue/book.h"
#include "modules/catalogue/inputs.h"

namespace yilin::catalogue {

Result<http::Page<ServiceView>> list_items(const command::Reader& reader, const ItemQuery& in);
Result<ServiceDetail> show_item(const command::Reader& reader, const ItemPath& in);
Result<http::Page<Price>> list_prices(const command::Reader& reader, const RowQuery& in);
Result<http::Page<PayerRule>> list_payer_rules(const command::Reader& reader, const RowQuery& in);
Result<http::Page<QuotaRule>> list_quota_rules(const command::Reader& reader, const RowQuery& in);
Result<http::Page<PublicService>> public_services(const command::Reader& reader, const ItemQuery& in);
Result<Quote> estimate(const command::Reader& reader, const Estimate& in);

// The benefits of a service in words, for citizens.
std::vector<Subsidy> subsidies(const Book& book, const ServiceItem& item, RegionCode region, Date on);

}  // namespace yilin::catalogue
