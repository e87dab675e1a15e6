#pragma once
#include "http/module.h"

namespace yilin::imports {
Module module();
}
