#pragma once
#include "http/module.h"

namespace yilin::orders {
Module module();
}
