#pragma once
#include "http/module.h"

namespace yilin::settlement {
Module module();
}
