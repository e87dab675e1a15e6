#pragma once
// Numbers that look right and belong to nobody.

#include <cstdint>

#include "base/identity.h"

namespace yilin::sim {

// Whose: the ranges do not meet. `index` < 5,000,000.
enum class Whose : std::uint8_t { elder = 0, contact = 1, worker = 2 };

// A number of right form and check character whose area code (98…, 99…) no authority ever issued: GB/T 2260 knows
// provinces 11–82 and GA/T 517 gives 83 to residents from Taiwan; 91 stands for abroad.
IdCard invented_id_card(Whose whose, std::int64_t index, Date birth, Sex sex);
// 154 is a prefix that was never assigned to a network (工业和信息化部 电信网编号计划): nobody is rung by mistake.
Phone invented_phone(Whose whose, std::int64_t index);
// First character Y (其他登记管理部门) with an area 99….
CreditCode invented_credit_code(std::int64_t index);

}  // namespace yilin::sim
