#pragma once
#include "http/module.h"

namespace yilin::accounts {
Module module();
}
