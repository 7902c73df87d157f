"""What single lessons show: films of their own, and boards, whose controls a reader moves. One file for each idea.

curve         the probability curve of one feature                       (lesson 01)
steering      a line steered by hand over two features                   (lesson 02)
losses        the loss of one example, and two losses as surfaces        (lesson 03)
pulls         how each point pulls on the line                           (lesson 04)
downhill      descent from a start that is clicked, at any rate          (lesson 05)
separate      the way to the widest margin, and when to stop             (lesson 06)
threshold     a threshold, and all that follows it                       (lesson 07)
neuron_graph  one neuron as a graph, and its weights as an image         (lesson 08)
bend          curved boundaries, their two losses and the penalty        (lesson 09)
race          learning rates, Newton's step, and a race of methods       (lesson 10)
sure          data drawn again, two tests, and a band                    (lesson 11)
species       three classes, their regions and edges                     (lesson 12)
cases         who applies where, and the area under a ROC curve          (lesson 13)
board         data, model, runs and panels, in six files                 (classroom)
own_data      points that are clicked, typed or pasted                   (classroom)
"""
