#pragma once
// The demo's accounts: one for each role at each level, with passwords made at random and kept in <data>/demo-accounts.txt
// (mode 0600), so that the next start can show them again.

#include <string>

#include "modules/accounts/accounts.h"
#include "sim/customers.h"
#include "sim/network.h"

namespace yilin::sim {

struct Staff {
  std::vector<accounts::DemoAccount> accounts;
  UserId of(access::Role role) const;  // the first with it
};

Result<Staff> make_staff(Kernel& kernel, const Places& places, const NetworkReport& network);

// As a table for the terminal, with the telephones of an elder and of a family member who may order for one.
std::string account_table(Kernel& kernel, const Staff& staff, const Places& places, const Customers& customers);
void store_account_table(const std::string& data_folder, const std::string& table);
std::string stored_account_table(const std::string& data_folder);  // "" when there is none

}  // namespace yilin::sim
