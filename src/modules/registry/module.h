#pragma once
#include "http/module.h"

namespace yilin::registry {
Module module();
}
