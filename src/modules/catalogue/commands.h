#pragma once
// Edits of the catalogue by officials. Items belong to the whole city: only who has the whole city in her scope edits them.
// Prices and rules belong to a region of her scope; those of the whole country are seed data. Two validities of one price
// (item, region) or rule (code, region) never share a day.

#include "kernel/command/tx.h"
#include "modules/catalogue/inputs.h"

namespace yilin::catalogue {

Result<ServiceItem> create_item(command::Tx& tx, const ItemTerms& in);
Result<ServiceItem> change_item(command::Tx& tx, const ChangeItem& in);

Result<Price> add_price(command::Tx& tx, const PriceTerms& in);
Result<Price> end_price(command::Tx& tx, const EndRow<PriceId>& in);
Result<PayerRule> add_payer_rule(command::Tx& tx, const PayerTerms& in);
Result<PayerRule> end_payer_rule(command::Tx& tx, const EndRow<PayerRuleId>& in);
Result<QuotaRule> add_quota_rule(command::Tx& tx, const QuotaTerms& in);
Result<QuotaRule> end_quota_rule(command::Tx& tx, const EndRow<QuotaRuleId>& in);

}  // namespace yilin::catalogue
