#!/usr/bin/env python3
"""Tunes the second recogniser on lines that worn_lines made, and writes what it learned.

tune.py MODELS FORMS ANY CHECK OUT [--minutes M] [--rate R] [--share S] [--from FILE]

MODELS holds recognise.onnx and characters.txt; FORMS and ANY are folders of files of those kinds;
CHECK a file of forms that is not learned from. OUT is a tuning as ocr/net/tuning.h describes it,
with `share` of all changes: between the published model and the tuned one lies a better one than
either (Wortsman et al. 2022). --from goes on with the parameters kept beside an earlier OUT.
"""

import argparse
import copy
import glob
import math
import random
import struct
import time

import numpy as np
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

# As ocr/net/line_recogniser.h pads lines.
WIDTHS = [64, 96, 128, 168, 216, 280, 360, 472]
WIDEST = 416
BATCH = 32
# Of the mean of the parameters over the steps, which reads better than the last of them (Polyak and Juditsky 1992).
KEPT_OF_MEAN = 0.997


class Recogniser(torch.nn.Module):
    """The published network: its nodes as they stand, its float constants as parameters."""

    def __init__(self, path):
        super().__init__()
        graph = onnx.load(path).graph
        self.input, self.output = graph.input[0].name, graph.output[0].name
        self.fixed, self.names, nodes = {}, {}, []
        self.weights = torch.nn.ParameterDict()
        for node in graph.node:
            if node.op_type == 'Constant':
                value = np.atleast_1d(numpy_helper.to_array(node.attribute[0].t).copy())
                if value.dtype == np.float32 and value.size > 8:
                    key = f'w{len(self.weights)}'
                    self.weights[key] = torch.nn.Parameter(torch.from_numpy(value))
                    self.names[node.output[0]] = key
                else:
                    self.fixed[node.output[0]] = torch.from_numpy(value)
            else:
                attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
                nodes.append((node.op_type, list(node.input), node.output[0], attributes))
        self.plan = self._plan(nodes)

    def _plan(self, nodes):
        """The nodes, with those that only cost time taken together: hard swishes of four nodes each; numbers that
        all of a convolution's output, or its input, is multiplied by and that are added to it go into its weights."""
        readers, makers = {}, {}
        for place, (_, inputs, output, _) in enumerate(nodes):
            makers[output] = place
            for name in inputs:
                readers.setdefault(name, []).append(place)

        def number(name):
            value = self.fixed.get(name)
            return value.item() if value is not None and value.numel() == 1 else None

        def only_reader(name, op):
            found = readers.get(name, [])
            return found[0] if len(found) == 1 and nodes[found[0]][0] == op else None

        def other_input(place, name):
            inputs = nodes[place][1]
            return inputs[1] if inputs[0] == name else inputs[0]

        def scaled(name):
            """(factor, summand, places of both nodes, the name after them), where numbers do that to `name`."""
            times = only_reader(name, 'Mul')
            plus = only_reader(nodes[times][2], 'Add') if times is not None else None
            if plus is None:
                return None
            factor = number(other_input(times, name))
            summand = number(other_input(plus, nodes[times][2]))
            if factor is None or summand is None:
                return None
            return factor, summand, {times, plus}, nodes[plus][2]

        plan, done, before = [], set(), {}
        for place, (op, inputs, output, attributes) in enumerate(nodes):
            if place in done:
                continue
            if op == 'Conv':
                after = scaled(output)
                if after is not None:
                    done |= after[2]
                    output = after[3]
                pre = before.pop(inputs[0], None)
                source = pre[2] if pre else inputs[0]
                plan.append(('Conv', [source] + inputs[1:], output,
                             attributes | {'after': after and after[:2], 'before': pre and pre[:2]}))
                continue
            is_three = op == 'Add' and number(inputs[1]) == 3
            clip = only_reader(output, 'Clip') if is_three else None
            times = only_reader(nodes[clip][2], 'Mul') if clip is not None else None
            sixth = only_reader(nodes[times][2], 'Div') if times is not None else None
            if sixth is None or inputs[0] not in nodes[times][1]:
                plan.append((op, inputs, output, attributes))
                continue
            result = nodes[sixth][2]
            plan.append(('HardSwish', inputs[:1], result, {}))
            done |= {clip, times, sixth}
            after = scaled(result)
            if after is None:
                continue
            done |= after[2]
            conv = only_reader(after[3], 'Conv')
            if conv is not None and nodes[conv][3]['kernel_shape'] == [1, 1]:
                before[after[3]] = (after[0], after[1], result)
            else:
                plan.append(('Scale', [result], after[3], {'factor': after[0], 'summand': after[1]}))
        return plan

    def forward(self, lines):
        """Scores before the last softmax: line, step, character."""
        values = dict(self.fixed)
        values.update((name, self.weights[key]) for name, key in self.names.items())
        values[self.input] = lines
        for op, inputs, output, attributes in self.plan:
            given = [values[name] if name else None for name in inputs]
            if output == self.output:
                return given[0]
            values[output] = self._run(op, given, attributes)

    @staticmethod
    def _run(op, x, a):
        if op == 'Conv':
            pads = a.get('pads', [0, 0, 0, 0])
            weights, bias = x[1], x[2] if len(x) > 2 else None
            if a['before']:
                factor, summand = a['before']
                moved = weights.sum((1, 2, 3)) * summand
                weights, bias = weights * factor, moved if bias is None else bias + moved
            if a['after']:
                factor, summand = a['after']
                weights, bias = weights * factor, bias * factor + summand
            return F.conv2d(x[0], weights, bias, a.get('strides', [1, 1]), pads[:2], 1, a.get('group', 1))
        if op == 'BatchNormalization':
            return F.batch_norm(x[0], x[3].detach(), x[4].detach(), x[1], x[2], False, 0, a['epsilon'])
        if op == 'HardSwish': return F.hardswish(x[0])
        if op == 'Scale': return torch.add(torch.tensor(a['summand']), x[0], alpha=a['factor'])
        if op == 'Mul': return x[0] * x[1]
        if op == 'Add': return x[0] + x[1]
        if op == 'Sub': return x[0] - x[1]
        if op == 'Div': return x[0] / x[1] if x[0].is_floating_point() else x[0] // x[1]
        if op == 'Pow': return x[0] ** float(x[1])
        if op == 'Sqrt': return x[0].sqrt()
        if op == 'Clip':
            least = float(x[1]) if len(x) > 1 else a['min']
            return x[0].clamp(least, float(x[2]) if len(x) > 2 else a['max'])
        if op == 'Cast': return x[0].to({1: torch.float32, 6: torch.int64, 7: torch.int64}[a['to']])
        if op == 'MatMul':
            if x[1].dim() > 2:
                return x[0] @ x[1]
            return (x[0].reshape(-1, x[0].shape[-1]) @ x[1]).reshape(*x[0].shape[:-1], -1)
        if op == 'Shape': return torch.tensor(x[0].shape)
        if op == 'Slice':
            part = x[0]
            for begin, end, axis in zip(a['starts'], a['ends'], a['axes']):
                part = part.narrow(axis, begin, min(end, part.shape[axis]) - begin)
            return part
        if op == 'ReduceMean': return x[0].mean(list(a['axes']), bool(a.get('keepdims', 1)))
        if op == 'Transpose': return x[0].permute(*a['perm'])
        if op == 'Sigmoid': return torch.sigmoid(x[0])
        if op == 'HardSigmoid': return (x[0] * a.get('alpha', 0.2) + a.get('beta', 0.5)).clamp(0, 1)
        if op == 'Relu': return F.relu(x[0])
        if op == 'Concat': return torch.cat(x, a['axis'])
        if op == 'Squeeze':
            for axis in sorted(a['axes'], reverse=True):
                x[0] = x[0].squeeze(axis)
            return x[0]
        if op == 'Reshape':
            shape = [x[0].shape[k] if size == 0 else size for k, size in enumerate(x[1].tolist())]
            return x[0].reshape(shape)
        if op == 'Softmax': return torch.softmax(x[0], a.get('axis', -1))
        if op == 'GlobalAveragePool': return x[0].mean((2, 3), True)
        if op == 'AveragePool': return F.avg_pool2d(x[0], a['kernel_shape'], a['strides'])
        raise NotImplementedError(op)


def lines_of(path):
    """(text, grey picture) of a file of worn_lines."""
    data, at = open(path, 'rb').read(), 0
    while at < len(data):
        width, size = struct.unpack_from('<HH', data, at)
        text = data[at + 4:at + 4 + size].decode()
        at += 4 + size
        yield text, np.frombuffer(data, np.uint8, 48 * width, at).reshape(48, width)
        at += 48 * width


def padded(width):
    return next(each for each in WIDTHS if each >= width)


def usable(path, index):
    """Lines whose text the network can say in as many steps as it has."""
    for text, picture in lines_of(path):
        width = picture.shape[1]
        if not text or width > WIDEST or any(c not in index for c in text):
            continue
        steps = len(text) + sum(a == b for a, b in zip(text, text[1:]))
        if steps <= padded(width) // 8 and len(text) * 0.9 <= width / 8:
            yield text, picture


def batch_of(items):
    width = padded(max(picture.shape[1] for _, picture in items))
    batch = np.zeros((len(items), 48, width), np.float32)
    for row, (_, picture) in zip(batch, items):
        row[:, :picture.shape[1]] = picture / 127.5 - 1
    batch = torch.from_numpy(batch)[:, None].expand(-1, 3, -1, -1)
    return batch.contiguous(memory_format=torch.channels_last)


def read(scores, characters):
    for steps in scores.argmax(-1).tolist():
        text, last = '', 0
        for step in steps:
            if step and step != last:
                text += characters[step - 1]
            last = step
        yield text


def read_exactly(network, items, characters):
    items = sorted(items, key=lambda item: item[1].shape[1])
    right = 0
    with torch.no_grad():
        for first in range(0, len(items), BATCH):
            part = items[first:first + BATCH]
            texts = read(network(batch_of(part)), characters)
            right += sum(a.replace(' ', '') == b.replace(' ', '') for a, (b, _) in zip(texts, part))
    return right


def batches(forms, other, index):
    """Without end: as many lines of one folder as of the other, of like width in a batch."""
    while True:
        files = [glob.glob(f'{folder}/*') for folder in (forms, other)]
        some = [[item for file in random.sample(kind, min(3, len(kind))) for item in usable(file, index)]
                for kind in files]
        count = min(map(len, some))
        items = [item for kind in some for item in random.sample(kind, count)]
        items.sort(key=lambda item: item[1].shape[1] + random.random() * 40)
        found = [items[first:first + BATCH] for first in range(0, len(items) - BATCH + 1, BATCH)]
        random.shuffle(found)
        yield from found


def loss_of(network, items, index):
    scores = network(batch_of(items)).log_softmax(-1).transpose(0, 1)
    target = torch.tensor([index[c] for text, _ in items for c in text])
    sizes = torch.tensor([len(text) for text, _ in items])
    steps = torch.full((len(items),), len(scores), dtype=torch.long)
    loss = F.ctc_loss(scores, target, steps, sizes, reduction='none', zero_infinity=True)
    return (loss / sizes).clamp(max=4).mean()  # what nobody can read teaches nothing


def write(network, published, share, out):
    with open(out, 'wb') as file:
        file.write(b'dossier tuning 1\n')
        for name, key in sorted(network.names.items()):
            change = share * (network.weights[key] - published.weights[key]).detach().numpy().ravel()
            if not change.any():
                continue
            step = np.abs(change).max() / 127
            file.write(struct.pack('<B', len(name)) + name.encode())
            file.write(struct.pack('<If', change.size, step))
            file.write(np.rint(change / step).astype(np.int8).tobytes())


def main():
    parser = argparse.ArgumentParser()
    for name in ('models', 'forms', 'any', 'check', 'out'):
        parser.add_argument(name)
    parser.add_argument('--minutes', type=float, default=60)
    parser.add_argument('--rate', type=float, default=3e-4)
    parser.add_argument('--share', type=float, default=1)
    parser.add_argument('--from', dest='start')
    options = parser.parse_args()
    torch.manual_seed(1)
    random.seed(1)
    torch.set_flush_denormal(True)
    characters = open(f'{options.models}/characters.txt', encoding='utf-8').read().split('\n')
    characters = [c for c in characters if c] + [' ']
    index = {c: number + 1 for number, c in enumerate(characters)}
    published = Recogniser(f'{options.models}/recognise.onnx')
    network = Recogniser(f'{options.models}/recognise.onnx')
    if options.start:
        network.load_state_dict(torch.load(options.start))
    check = list(usable(options.check, index))
    print(f'{read_exactly(network, check, characters)} of {len(check)} lines exact before', flush=True)
    mean_network = copy.deepcopy(network)
    learner = torch.optim.AdamW(network.parameters(), lr=options.rate, weight_decay=0, betas=(0.9, 0.98))
    begin, mean = time.time(), None
    for step, items in enumerate(batches(options.forms, options.any, index), 1):
        done = (time.time() - begin) / (60 * options.minutes)
        if done >= 1:
            break
        for group in learner.param_groups:
            group['lr'] = options.rate * min(1, step / 80) * (0.5 + 0.5 * math.cos(math.pi * done))
        loss = loss_of(network, items, index)
        learner.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2)
        learner.step()
        kept = min(KEPT_OF_MEAN, step / (step + 10))
        with torch.no_grad():
            for averaged, parameter in zip(mean_network.parameters(), network.parameters()):
                averaged.lerp_(parameter, 1 - kept)
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 0:
            print(f'{step} steps, loss {mean:.3f}, {(time.time() - begin) / step:.1f} s each', flush=True)
        if step % 500 == 0:
            torch.save(mean_network.state_dict(), options.out + '.parameters')
    print(f'{read_exactly(mean_network, check, characters)} of {len(check)} lines exact after', flush=True)
    torch.save(mean_network.state_dict(), options.out + '.parameters')
    write(mean_network, published, options.share, options.out)


if __name__ == '__main__':
    main()
