#pragma once
#include "http/module.h"

namespace yilin::providers {
Module module();
}
